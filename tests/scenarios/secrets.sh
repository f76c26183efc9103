#!/usr/bin/env bash
# What was presented as a password is nowhere in the memory of the server when it was answered.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

start --loops 1 --at / --name Example --factory basic --auth memory:alice:secret --realm page
if head -c 0 "/proc/$server/mem" 2> /dev/null; then
	is "nothing is left of it" "$(python3 -B tests/scenarios/secrets.py "$port" "$server" 2>&1)" ""
else
	skip "nothing is left of it" "the memory of others is not for us to see"
fi
stop
is "the server ends well" "$code" 0
finish
