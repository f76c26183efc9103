#!/usr/bin/env bash
# More clients want to log in than the pool takes: some are told to come back, nobody is refused.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

program=$POSTERN_FAKES
start --loops 2 --at / --auth anonymous --realm page \
	--at /slow --name Example --factory basic --auth later:150:alice:secret --realm counting
attack() { python3 -B tests/scenarios/attack.py "$port" "$@"; }

claim "of 200 logins at once those wait that can, and 503 is for the others" attack crowd 200
is "and whoever comes back is let in" "$(status -u alice:secret "$url/slow/foo")" 200
is "a wrong password is still wrong" "$(status -u alice:wrong "$url/slow/foo")" 401
claim "the log says what happened" grep -q 'event=login-unavailable .* portal="/slow" .*"too many logins wait"' "$tmp/log"

claim "and not for each: it is an outage" \
	[ "$(grep -c 'event=login-unavailable' "$tmp/log")" = "$(grep -c 'event=outage-began' "$tmp/log")" ]

over()
{
	status -u alice:secret "$url/slow/foo" > /dev/null
	grep -q 'event=outage-over .*"too many logins wait"' "$tmp/log"
}
claim "and says that it is over" eventually over

# One client guesses all the time, on more connections than there are places in the queue.
curl --silent --parallel --parallel-max 250 --interface 127.0.0.2 --output /dev/null \
	-u alice:wrong "$url/slow/[1-1000000]" 2> "$tmp/guesses" &
guesses=$!
claim "T30: a queue is filled by one who guesses" \
	eventually grep -q 'client=127\.0\.0\.2 .*"too many logins wait"' "$tmp/log"
is "T30: and has a place for everybody else" \
	"$(for _ in $(seq 10); do status -u alice:secret "$url/slow/foo"; done | sed 's/200//g')" ""
claim "while the other one still guesses" kill -0 $guesses
kill $guesses
is "those who log in leave the processors to those who serve" \
	"$(awk -v niceness="$(nice)" '$19 == (niceness < 9 ? niceness + 10 : 19)' /proc/"$server"/task/*/stat | wc -l)" 6
stop
is "the server ends well, and everybody was logged out" "$code" 0
finish
