#!/usr/bin/env bash
# Counts of a Digest nonce on several connections: each is accepted, and none twice.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

start --loops 4 --at /page --name Example --factory digest --auth memory:alice:secret --realm page
race() { python3 -B tests/scenarios/race.py "$port" "$@"; }

claim "D45 fifty on one connection, pipelined" race pipelined 50
claim "D46 on eight connections that overtake each other" race overtaking 120
claim "D47 of 16 connections with the same header one wins, 600 times" race race 600
stop
is "the server ends well" "$code" 0
finish
