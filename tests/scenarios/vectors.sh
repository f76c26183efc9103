#!/usr/bin/env bash
# The vectors of Basic and of PRECIS from end to end: the account is made, and its owner logs in.
exec python3 "$(dirname "$0")/vectors.py" "${POSTERN:-build/postern}"
