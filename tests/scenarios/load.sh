#!/usr/bin/env bash
# Many requests at a time, on two loops, with every way to log in; bounded, so that it stays short.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

requests=${LOAD_REQUESTS:-2000}
mkdir "$tmp/www"
head -c 1024 /dev/urandom > "$tmp/www/k.bin"
store=sqlite:$tmp/users.db
claim "an account is made" add_user "$store" alice secret --name Example
start --loops 2 --at / --auth anonymous --realm "files:$tmp/www" \
	--at /basic --name Example --factory basic --auth "$store" --realm "files:$tmp/www" \
	--at /digest --name Example --factory digest --auth "$store" --realm "files:$tmp/www"

# burst COUNT CURL-ARGUMENT...: how often which status came
burst()
{
	local count=$1
	shift
	curl --silent --no-progress-meter --max-time 60 --parallel --parallel-max 32 --output /dev/null \
		--write-out '%{http_code}\n' "${@:1:$#-1}" "${*: -1}?[1-$count]" |
		sort | uniq -c | sed 's/^ *//' | paste -sd ' '
}

is "open files" "$(burst "$requests" "$url/k.bin")" "$requests 200"
is "Basic, remembered" "$(burst "$requests" -u alice:secret "$url/basic/k.bin")" "$requests 200"
is "Basic, wrong: each costs a slow hash" "$(burst 40 -u alice:wrong "$url/basic/k.bin")" "40 401"
is "Digest" "$(burst "$requests" --digest -u alice:secret "$url/digest/k.bin")" "$requests 200"
is "Digest, wrong" "$(burst 400 --digest -u alice:wrong "$url/digest/k.bin")" "400 401"

# Accounts are made while others log in.
burst "$requests" --digest -u alice:secret "$url/digest/k.bin" > "$tmp/burst" &
load=$!
for number in 1 2 3 4 5; do
	add_user "$store" "user$number" secret --name Example
	is "a new account logs in under load" \
		"$(status -u "user$number:secret" "$url/basic/k.bin")" 200
done
wait $load
is "and nobody else notices" "$(cat "$tmp/burst")" "$requests 200"

# Strangers who guess do not slow down what is open to all.
burst 200 -u mallory:guess "$url/basic/k.bin" > "$tmp/guesses" &
guesses=$!
sleep 0.1
claim "an open file is served while strangers guess" \
	curl --silent --fail --max-time 10 --output /dev/null "$url/k.bin"
wait $guesses
is "and the guesses were refused" "$(cat "$tmp/guesses")" "200 401"
stop
is "the server ends well" "$code" 0
finish
