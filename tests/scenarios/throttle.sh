#!/usr/bin/env bash
# Who guesses passwords is slowed down, and nobody else. The numbers are those of the specification.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

program=$POSTERN_FAKES
guarded=(--at /example --name Example --factory digest --factory basic
	--auth memory:alice:secret:bob:builder --realm page --at /open --auth anonymous --realm page
	--at /broken --name Broken --factory basic --auth broken --realm page
	--at /half --name Half --factory basic --auth memory:alice:secret --auth broken --realm page)

# guess COUNT USER [CURL-ARGUMENT...]: so many wrong passwords, each another one; the statuses
guesses=0
guess()
{
	local statuses=
	for _ in $(seq "$1"); do
		guesses=$((guesses + 1))
		statuses="$statuses $(status -u "$2:wrong$guesses" "${@:3}" "$url/example/foo")"
	done
	echo "${statuses# }"
}

# crowd USER: a guess from each of so many addresses that from now on every failure closes for half a
# minute: longer than a slow machine needs for what follows.
crowd()
{
	for number in $(seq 128); do
		[ "$number" -eq 1 ] || echo next
		printf 'interface = 127.1.0.%d\nuser = "%s:crowd"\nurl = %s\noutput = /dev/null\n' \
			"$number" "$1" "$url/example/foo"
	done | curl --silent --config -
}

login() { status -u "${1:-alice:secret}" "${@:2}" "$url/example/foo"; }
logs_in() { [ "$(login "$@")" = 200 ]; }

# answer USER: what a refused client gets, without what differs each time
answer()
{
	curl --silent --include -u "$1:wrong" "$url/example/foo" | tr -d '\r' |
		sed -e '/^Date:/d' -e 's/^\(Retry-After:\) [0-9]*/\1 N/'
}

start --throttle on "${guarded[@]}"
is "T104: some guesses are free" "$(guess 3 bob) $(login bob:builder)" "401 401 401 200"
is "T104: and a right password begins anew" "$(guess 3 bob)" "401 401 401"
guess 1 bob > "$tmp/guesses"
claim "T104: then it is closed, for a time" eventually logs_in bob:builder
crowd alice
is "guesses from everywhere lock nobody out" "$(login)" 200
is "but the next one closes" "$(guess 1 alice) $(guess 1 alice)" "401 429"
is "T104: also for the right password" "$(login)" 429
is "another name is unaffected" "$(login bob:builder)" 200
is "T104: and so is another address" "$(login alice:secret --interface 127.0.0.2)" 200
is "T109: and what is open to all" "$(status "$url/open/foo")" 200
crowd nobody
guess 1 nobody > "$tmp/guesses"
answer alice > "$tmp/answer"
is "T33, T90: a name that does not exist gets the same answer" "$(answer nobody)" "$(cat "$tmp/answer")"
is "it is a 429 that says when to come back" \
	"$(grep -E '^(HTTP|Retry-After)' "$tmp/answer" | paste -sd ' ')" \
	"HTTP/1.1 429 Too Many Requests Retry-After: N"
claim "and asks for no other password" test "$(grep -ci www-authenticate "$tmp/answer")" -eq 0
is "the log says it once, when it begins" \
	"$(grep -c 'event=login-refused client=127.0.0.1 .* wait=32 reason=' "$tmp/log")" 2
is "and once more when somebody has to wait" \
	"$(grep 'event=login-throttled' "$tmp/log" | grep -o 'user_length=[56]' | sort | xargs)" \
	"user_length=5 user_length=6"
kill -HUP "$server"
claim "the application is read again" eventually grep -q "reloaded, generation 1" "$tmp/log"
is "and what was closed stays so" "$(login) $(login bob:builder)" "429 200"
stop
is "the server ends well" "$code" 0

start --throttle on "${guarded[@]}"
for _ in $(seq 20); do status -u alice:old "$url/example/foo"; done > "$tmp/same"
is "T105: the same wrong password is one guess" "$(sed 's/401//g' "$tmp/same")" ""
for _ in $(seq 40); do curl --silent --include -u alice:secret "$url/broken/foo"; done > "$tmp/outage"
is "T110: an outage is no guess" "$(grep ^HTTP "$tmp/outage" | cut -d ' ' -f 2 | sort | uniq -c | xargs)" "40 503"
is "T32: and its clients do not all come back at once" \
	"$(grep ^Retry-After "$tmp/outage" | tr -d '\r' | sort -u | xargs)" "Retry-After: 2 Retry-After: 3"
for _ in $(seq 20); do status -u alice:old "$url/half/foo"; done > "$tmp/half"
is "T110: nor is what another checker refuses, while it is the same" "$(sed 's/503//g' "$tmp/half")" ""
for number in $(seq 24); do status -u "alice:half$number" --interface 127.0.0.3 "$url/half/foo"; done > "$tmp/half"
claim "but an outage lets nobody guess what another checker knows" grep -q 429 "$tmp/half"
for _ in $(seq 20); do status -H 'Authorization: Basic ?' "$url/example/foo"; done > "$tmp/malformed"
is "nor is what cannot be read" "$(sed 's/401//g' "$tmp/malformed")" ""
is "so the right one is let in" "$(login) $(login alice:secret --digest)" "200 200"
crowd bob
guess 1 bob --digest > "$tmp/guesses"
is "Digest is guessing, too" "$(login bob:builder --digest) $(login bob:builder)" "429 429"
stop

start --throttle on --trusted-proxy 127.0.0.0/31 "${guarded[@]}"
crowd alice
guess 1 alice -H 'X-Forwarded-For: 192.0.2.1' > "$tmp/guesses"
is "T111: a trusted proxy says who it is" "$(login alice:secret -H 'X-Forwarded-For: 192.0.2.1')" 429
is "T111: and who it is not" "$(login alice:secret -H 'X-Forwarded-For: 192.0.2.2')" 200
is "T111: what the client said before does not count" \
	"$(login alice:secret -H 'X-Forwarded-For: 192.0.2.2, 192.0.2.1')" 429
guess 1 alice --interface 127.0.0.2 -H 'X-Forwarded-For: 192.0.2.3' > "$tmp/guesses"
is "T111: nobody else is believed" \
	"$(login alice:secret --interface 127.0.0.2 -H 'X-Forwarded-For: 192.0.2.4')" 429
is "T111: and names nobody" "$(login alice:secret -H 'X-Forwarded-For: 192.0.2.3')" 200
stop

start --throttle on --at /example --name Example --factory digest:userhash=true \
	--auth memory:alice:secret --realm page
guess 4 alice --digest > "$tmp/guesses"
is "who hashes the name guesses, too" "$(grep -c 'user=hashed wait=1 ' "$tmp/log")" 1
stop

start --throttle on --throttle-exempt 127.0.0.2 --throttle-exempt 192.0.2.0/24 --trusted-proxy 127.0.0.1 \
	"${guarded[@]}"
crowd alice
is "T107: who is exempt may guess" \
	"$(guess 12 alice --interface 127.0.0.2 | sed 's/401 *//g')$(login alice:secret --interface 127.0.0.2)" 200
is "T107: behind a proxy, too" "$(guess 12 alice -H 'X-Forwarded-For: 192.0.2.9' | sed 's/401 *//g')" ""
is "T107: and nobody else" "$(guess 2 alice --interface 127.0.0.3)" "401 429"
stop

start "${guarded[@]}"
is "off, anybody may guess" "$(guess 12 alice | sed 's/401 *//g')$(login)" 200
stop
finish
