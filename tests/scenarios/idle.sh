#!/usr/bin/env bash
# Memory that many connections had is given back when they have gone.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

memory_is_small() { [ "$(memory)" -lt "${MEMORY_MAX:-40000}" ]; } # kB

files=$(ulimit -H -n)
if [ "$files" != unlimited ] && [ "$files" -lt 4000 ]; then
	skip "3000 connections are answered and held" "only $files files may be open"
	finish
fi
ulimit -n "$files"
start --loops 1 --at / --auth anonymous --realm page
mkfifo "$tmp/orders"
python3 -B tests/scenarios/idle.py "$port" 3000 < "$tmp/orders" > "$tmp/clients" &
clients=$!
exec 3> "$tmp/orders"
claim "3000 connections are answered and held" eventually grep -q held "$tmp/clients"
exec 3>&-
wait $clients
claim "what they needed is given back when they have gone" eventually memory_is_small
stop
is "the server ends well" "$code" 0
finish
