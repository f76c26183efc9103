#!/usr/bin/env bash
# More clients want to log in than the pool takes: some are told to come back, nobody is refused.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

program=$POSTERN_FAKES
start --loops 2 --at / --auth anonymous --realm page \
	--at /slow --name Example --factory basic --auth later:50:alice:secret --realm counting
attack() { python3 -B tests/scenarios/attack.py "$port" "$@"; }

claim "of 200 logins at once those wait that can, and 503 is for the others" attack crowd 200
is "and whoever comes back is let in" "$(status -u alice:secret "$url/slow/foo")" 200
is "a wrong password is still wrong" "$(status -u alice:wrong "$url/slow/foo")" 401
claim "the log says what happened" grep -q "portal '/slow'.*too many logins wait" "$tmp/log"
stop
is "the server ends well, and everybody was logged out" "$code" 0
finish
