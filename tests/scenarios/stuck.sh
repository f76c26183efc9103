#!/usr/bin/env bash
# Who takes nothing of an answer for a minute has no connection any more; who takes it slowly has.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir "$tmp/www"
truncate -s 64M "$tmp/www/large"
start --loops 1 --at / --auth anonymous --realm "files:$tmp/www" --listen "unix:$tmp/socket"

sending() { find "/proc/$server/fd" -lname "$tmp/www/large" | wc -l; }
is_sending() { [ "$(sending)" = "$1" ]; }

mkfifo "$tmp/orders"
python3 -B tests/scenarios/stuck.py "$port" "$tmp/socket" < "$tmp/orders" > "$tmp/clients" 2>&1 &
exec 3> "$tmp/orders"
claim "three answers begin" eventually is_sending 3
sleep 40
is "after 40 seconds they are not over" "$(sending)" 3
claim "the two of which nothing is taken end" eventually is_sending 1
exec 3>&-
claim "the slow one gets all of it, and they a part" eventually \
	grep -qx "slow: all, silent: a part, silent by a Unix socket: a part" "$tmp/clients"
stop
is "the server ends well" "$code" 0
finish
