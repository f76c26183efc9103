#!/usr/bin/env bash
# Clients that mean no good (P07, P18): slow, many, half gone, garbled. The server goes on for all others.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

start --loops 2 --at / --auth anonymous --realm page \
	--at /example --name Example --factory basic --factory digest --auth memory:alice:secret \
	--realm page
attack() { python3 -B tests/scenarios/attack.py "$port" "$@"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; } # of CPU time
answers() { status -u alice:secret "$url/example/foo"; }

status "$url/foo" > /dev/null
eventually alone
before=$(descriptors)
# These take as long as the server's deadlines, and run beside the others.
attack slow-head > "$tmp/slow-head" 2>&1 &
slow_head=$!
attack slow-body > "$tmp/slow-body" 2>&1 &
slow_body=$!
attack nothing > "$tmp/nothing" 2>&1 &
nothing=$!
before_ticks=$(ticks)
attack endless-extension > "$tmp/endless" 2>&1 &
endless=$!
sleep 2
claim "a chunk that does not fit the memory keeps no loop busy" \
	test $(($(ticks) - before_ticks)) -lt $(($(getconf CLK_TCK) / 2))

claim "300 connections at once are all answered" attack many 300
is "and the server answers others" "$(answers)" 200
claim "100 connections that say nothing" attack silent 100
is "and the server answers others meanwhile" "$(answers)" 200
claim "half-closed connections are answered" attack half-closed 50
claim "connections that break off in a request get no answer" attack broken-off 100
claim "garbage is refused, and hardly ever without a word" attack garbage 300
is "and the server answers others after it" "$(answers)" 200
claim "guesses of every scheme are all refused" attack guesses 200
is "and the right password still opens" "$(answers)" 200
claim "many challenges that nobody answers cost no memory" attack challenges 3000
claim "the memory is bounded" test "$(memory)" -lt "${MEMORY_MAX:-100000}"

wait $slow_head
is "a head that comes byte by byte is cut off" "$? $(cat "$tmp/slow-head")" "0 "
wait $slow_body
is "a body that comes byte by byte is cut off" "$? $(cat "$tmp/slow-body")" "0 "
wait $nothing
is "a connection without a request is closed after a while" "$? $(cat "$tmp/nothing")" "0 "
wait $endless
is "a chunk that does not end is cut off" "$? $(cat "$tmp/endless")" "0 "
has_closed() { [ "$(descriptors)" -le "$before" ]; }
eventually has_closed
is "no descriptor is leaked" "$(descriptors)" "$before"
stop
is "the server ends well" "$code" 0
finish
