#!/usr/bin/env bash
# curl logs in with every scheme, from every store.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir "$tmp/www"
echo "hello" > "$tmp/www/hello.txt"
head -c 5000000 /dev/urandom > "$tmp/www/big.bin"
store="sqlite:$tmp/users.db"
claim "user add makes a store and an account" add_user "$store" alice secret --name Example
claim "user add adds another account" add_user "$store" josé "pass wörd:1" --name Example
printf 'alice:secret\njosé:pass wörd:1\n' > "$tmp/users.txt"

schemes=(--factory digest:SHA-256 --factory digest:MD5 --factory basic)
start --at / --auth anonymous --realm "files:$tmp/www" \
	--at /memory --name Example "${schemes[@]}" \
	--auth 'memory:alice:secret:josé:pass wörd\:1' --realm "files:$tmp/www" \
	--at /file --name Example "${schemes[@]}" --auth "file:$tmp/users.txt" --realm "files:$tmp/www" \
	--at /sqlite --name Example "${schemes[@]}" --auth "$store" --realm "files:$tmp/www" \
	--at /hashed --name Example --factory digest:userhash=true --auth "$store" --realm page \
	--at /md5 --name Example --factory digest:MD5 --auth "$store" --realm "files:$tmp/www" \
	--at /basic --name Example --factory basic --auth "$store" --realm "files:$tmp/www"

is "an open page needs no login" "$(curl -s "$url/hello.txt")" hello
for at in memory file sqlite; do
	page=$url/$at/hello.txt
	is "$at: nobody is asked to log in" "$(status "$page")" 401
	for scheme in basic digest anyauth; do
		is "$at: --$scheme" "$(status --$scheme -u alice:secret "$page")" 200
		is "$at: --$scheme, wrong password" "$(status --$scheme -u alice:wrong "$page")" 401
		is "$at: --$scheme, unknown user" "$(status --$scheme -u mallory:secret "$page")" 401
		is "$at: --$scheme, characters of all kinds" \
			"$(status --$scheme -u 'josé:pass wörd:1' "$page")" 200
	done
	is "$at: the page is what it should be" "$(curl -s --digest -u alice:secret "$page")" hello
done
# chosen PATH: the algorithms that curl answers with when it may choose
chosen()
{
	curl -sv --anyauth -u alice:secret "$url/$1" 2>&1 |
		sed -n 's/^> Authorization: Digest .*algorithm=\([^,\r]*\).*/\1/p' | xargs
}
is "curl takes the first challenge that it knows" "$(chosen sqlite/hello.txt)" SHA-256
is "MD5 where nothing else is offered" "$(chosen md5/hello.txt)" MD5
for scheme in digest anyauth; do
	is "MD5 alone, --$scheme" "$(status --$scheme -u alice:secret "$url/md5/hello.txt")" 200
	is "MD5 alone, --$scheme, wrong" "$(status --$scheme -u alice:wrong "$url/md5/hello.txt")" 401
done
for user in alice:secret 'josé:pass wörd:1'; do
	curl -sv --digest -u "$user" "$url/hashed/foo" > "$tmp/page" 2> "$tmp/trace"
	claim "userhash, ${user%%:*}: the page greets the user" grep -q "<bdi>${user%%:*}</bdi>" "$tmp/page"
	claim "userhash, ${user%%:*}: curl has sent a hash" \
		grep -qE '^> Authorization: Digest username="[0-9a-f]{64}",.*userhash=true' "$tmp/trace"
	is "userhash, ${user%%:*}: wrong password" "$(status --digest -u "${user%%:*}:wrong" "$url/hashed/foo")" 401
done
is "userhash, unknown user" "$(status --digest -u mallory:secret "$url/hashed/foo")" 401
is "Basic where nothing else is offered" "$(status --anyauth -u alice:secret "$url/basic/hello.txt")" 200
is "Digest is no way in where it is not offered" \
	"$(status --digest -u alice:secret "$url/basic/hello.txt")" 401
is "20 requests with one curl" "$(curl -s --digest -u alice:secret -o /dev/null -w '%{http_code}\n' \
	"$url/sqlite/hello.txt?[1-20]" | sort | uniq -c | tr -s ' ')" " 20 200"
is "20 requests at once" "$(curl -s --parallel --digest -u alice:secret -o /dev/null \
	-w '%{http_code}\n' "$url/sqlite/hello.txt?[1-20]" 2> /dev/null | sort | uniq -c |
	tr -s ' ')" " 20 200"
curl -s --digest -u alice:secret "$url/sqlite/big.bin" > "$tmp/big"
claim "a large file arrives whole" cmp "$tmp/big" "$tmp/www/big.bin"
is "HEAD says how long it is" "$(curl -sI --digest -u alice:secret "$url/sqlite/big.bin" |
	grep -c '^Content-Length: 5000000')" 1
is "an upload without a login is refused before it is sent" \
	"$(curl -s -o /dev/null -w '%{http_code} %{size_upload}' -T "$tmp/www/big.bin" \
		"$url/sqlite/new.bin")" "401 0"
stop
is "the server ends well" "$code" 0
claim "the log names no password" bash -c "! grep -e secret -e wörd '$tmp/log'"
finish
