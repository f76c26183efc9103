#!/usr/bin/env bash
# Connections on which no request comes cost next to nothing.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

memory_is_small() { [ "$(memory)" -lt "${MEMORY_MAX:-30000}" ]; } # kB
answers() { [ "$(grep -c answered "$tmp/clients")" = "$1" ]; }

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
claim "3000 connections are answered" eventually answers 1
claim "what requests needed is given back while they are idle" eventually memory_is_small
echo again >&3
claim "each is answered again" eventually answers 2
claim "and idle again, costs nothing again" eventually memory_is_small
echo again >&3
claim "each is answered a third time" eventually answers 3
exec 3>&-
wait $clients
claim "the memory is given back when they have gone" eventually memory_is_small
stop
is "the server ends well" "$code" 0
finish
