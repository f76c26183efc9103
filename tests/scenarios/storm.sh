#!/usr/bin/env bash
# Many at a time, honest ones and others: nobody is taken for somebody else, and no answer is good twice.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

: > "$tmp/passwords"
htpasswd -i -B -C 4 "$tmp/passwords" user0 <<< abcd 2> /dev/null
htpasswd -i -B -C 4 "$tmp/passwords" user1 <<< efgh 2> /dev/null
start --loops 4 --at /basic --name Example --factory basic --auth "htpasswd:$tmp/passwords" --realm page \
	--at /digest --name Example --factory digest --auth memory:alice:secret:user0:abcd:user1:efgh --realm page
history() { python3 -B tests/scenarios/history.py "$port" "$@"; }

claim "CVE-2019-0217, CADDY-append: two users on 16 connections, and each is who he is" history users 16 25
claim "CVE-2026-73637, CVE-2026-73636: 64 clients at a table of nonces that is full" history storm 64
claim "CVE-2016-2161: more challenges than are remembered cost no memory" \
	test "$(memory)" -lt "${MEMORY_MAX:-100000}"
claim "and they are answered" history users 2 2
stop
is "the server ends well" "$code" 0
finish
