#!/usr/bin/env bash
# Whatever the reason of a refusal is, the answer is the same to the byte: B06, B07, D90, D91.
exec "$(dirname "$0")/../bench/refusals" --same --program "${POSTERN:-build/postern}"
