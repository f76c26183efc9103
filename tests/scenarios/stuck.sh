#!/usr/bin/env bash
# Who takes nothing of an answer for a minute has no connection any more; who takes it slowly has.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir "$tmp/www"
truncate -s 64M "$tmp/www/large"
truncate -s 16000 "$tmp/www/plain"
start --loops 1 --at / --auth anonymous --realm "files:$tmp/www" --listen "unix:$tmp/socket"

sending() { find "/proc/$server/fd" -lname "$tmp/www/large" | wc -l; }
is_sending() { [ "$(sending)" = "$1" ]; }

has_descriptors() { [ "$(descriptors)" = "$1" ]; }
before=$(descriptors)

mkfifo "$tmp/orders"
python3 -B tests/scenarios/stuck.py "$port" "$tmp/socket" < "$tmp/orders" > "$tmp/clients" 2>&1 &
exec 3> "$tmp/orders"
claim "three answers begin" eventually is_sending 3
sleep 40
is "after 40 seconds they are not over" "$(sending)" 3
is "nor is who asks for more and takes nothing" "$(descriptors)" $((before + 4 + 3))
claim "for whom no memory is needed" test "$(memory)" -lt "${MEMORY_MAX:-30000}"
claim "the two of which nothing is taken end" eventually is_sending 1
claim "and so does the one that asks" eventually has_descriptors $((before + 1 + 1))
exec 3>&-
end="slow: all, silent: a part, silent by a Unix socket: a part, silent, asking on: a part"
claim "the slow one gets all of it, and they a part" eventually grep -qx "$end" "$tmp/clients"
stop
is "the server ends well" "$code" 0
finish
