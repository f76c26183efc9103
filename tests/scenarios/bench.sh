#!/usr/bin/env bash
# What measures is right itself: the load sees wrong answers, and the table is whole.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

tools=$(dirname "$POSTERN")/tests/bench
mkdir "$tmp/www"
head -c 1024 /dev/urandom > "$tmp/www/k.bin"
store=sqlite:$tmp/users.db
claim "an account is made" add_user "$store" alice secret --name Example
start --loops 2 --at / --auth anonymous --realm "files:$tmp/www" \
	--at /basic --name Example --factory basic --auth "$store" --realm "files:$tmp/www" \
	--at /digest --name Example --factory digest --factory digest:MD5 --auth "$store" \
	--realm "files:$tmp/www"

# load ARGUMENT...: what it says at first; nothing when all was well.
load()
{
	local result=0
	"$tools/load" "$@" > "$tmp/out" 2> "$tmp/said" || result=$?
	cat "$tmp/out"
	head -n 1 "$tmp/said" | tr -d '\r'
	[ -s "$tmp/said" ] || [ $result -eq 0 ] || echo "it ended with $result, and without a word"
}

is "open files" "$(load "$port" /k.bin 8 500)" ""
for number in 0 1 2; do
	echo "$number" > "$tmp/www/$number.txt"
done
is "files by chance" "$(load --files 3 "$port" / 8 500)" ""
is "and each of them" "$(load --files 4 "$port" / 8 500)" "load: got HTTP/1.1 404 Not Found"
is "Basic" "$(load "$port" /basic/k.bin 8 500 basic alice secret)" ""
is "Digest, counts out of order" "$(load "$port" /digest/k.bin 8 500 digest alice secret)" ""
is "Digest, a nonce for each connection" \
	"$(load --nonces each "$port" /digest/k.bin 8 500 digest alice secret)" ""
is "Digest by MD5" "$(load --algorithm MD5 "$port" /digest/k.bin 8 500 digest alice secret)" ""
is "challenges with nonces that differ" "$(load --challenges "$port" /digest/k.bin 8 500)" ""
is "Digest, not asked for one" "$(load --unasked "$port" /k.bin 8 500 digest alice secret)" ""
refused="load: got HTTP/1.1 401 Unauthorized"
is "a wrong password is seen" "$(load "$port" /digest/k.bin 8 500 digest alice wrong)" "$refused"
is "so is one by Basic" "$(load "$port" /basic/k.bin 1 1 basic alice wrong)" "$refused"
is "and that none is asked for" "$(load --challenges "$port" /k.bin 8 500)" \
	"load: got HTTP/1.1 200 OK"
is "users are others than the one" \
	"$(load --users 2 "$port" /digest/k.bin 1 2 digest alice secret)" "$refused"
for number in 1 2; do
	add_user "$store" "alice000000$number" secret --name Example > "$tmp/added"
done
is "and take turns" "$(load --users 2 "$port" /digest/k.bin 8 500 digest alice secret)" ""
is "what took how long is JSON" \
	"$(load --json "$port" /k.bin 8 500 | python3 -c 'import json, sys; print(*json.load(sys.stdin))')" \
	"requests stale seconds per_second p50_us p99_us max_us"
stop

# make and who ends it both send it.
ended_twice()
{
	PYTHONPATH=tests/bench timeout 60 python3 -B -c "
import os, signal, time
from process import leave_nothing
leave_nothing()
try:
	os.kill(os.getpid(), signal.SIGTERM)
	time.sleep(60)
finally:
	os.kill(os.getpid(), signal.SIGTERM)
	print('nothing is left')"
}
is "what measures cleans up, also when it is ended twice" "$(ended_twice)" "nothing is left"

# A server that does what ours never does.
python3 tests/scenarios/challenger.py > "$tmp/challenger" &
eventually test -s "$tmp/challenger"
other=$(cat "$tmp/challenger")
is "the same nonce twice is seen" "$(load --algorithm MD5 --challenges "$other" /same 1 2)" \
	"load: got HTTP/1.1 401 Unauthorized"
is "a stale nonce is exchanged for the fresh one, and what came with it sent back" \
	"$(load --algorithm MD5 "$other" /stale 1 100 digest alice secret)" ""
is "another algorithm is none" "$(load "$other" /stale 1 1 digest alice secret)" \
	"load: not challenged by 'SHA-256', got HTTP/1.1 401 Unauthorized"

# The whole table, of what every machine has.
claim "the table is made" tests/bench/run --program "$POSTERN" --tools "$tools" --rounds 1 \
	--requests 200 --rows '^(bare|library|open|basic|digest|users|challenge)$' --json "$tmp/table.json"
is "all rows have figures" "$(python3 -c 'import json, sys
for row in json.load(open(sys.argv[1]))["rows"]:
    print(row["key"], row["microseconds"]["median"] > 0, row["per_second"] > 0)' "$tmp/table.json")" \
	"bare True True
library True True
open True True
basic True True
digest True True
users True True
challenge True True"

if [ "$(nproc)" -gt 1 ]; then
	claim "two loops are measured" tests/bench/run --program "$POSTERN" --tools "$tools" --rounds 1 \
		--requests 400 --rows '^two_loops$' --json "$tmp/table.json"
	is "each request was had by one of them: 400, and 256 challenges" "$(python3 -c 'import json, sys
loops = json.load(open(sys.argv[1]))["rows"][0]["loops"]
print(len(loops), sum(loop["requests"] for loop in loops))' "$tmp/table.json")" "2 656"
else
	skip "two loops are measured" "there is only one processor"
fi
finish
