#!/usr/bin/env bash
# There is one loop for each processor that the server may run on, and they share its descriptors.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

# threads OPTION...: sets $threads to how many a server has
threads()
{
	start "$@" --at / --auth anonymous --realm page
	threads=$(find "/proc/$server/task" -mindepth 1 -maxdepth 1 | wc -l)
	stop
}

# The processors that this script may run on, one a line.
mapfile -t processors < <(python3 -c 'import os; print(*sorted(os.sched_getaffinity(0)), sep="\n")')

# What the script starts runs where the script does.
taskset --cpu-list --pid "${processors[0]}" $$ > /dev/null
threads --loops 1
one=$threads
threads
is "one processor: one loop" "$threads" "$one"
threads --loops 3
is "--loops: as many as it says" "$threads" $((one + 2))
if [ ${#processors[@]} -gt 1 ]; then
	taskset --cpu-list --pid "${processors[0]},${processors[1]}" $$ > /dev/null
	threads
	is "two processors: two loops" "$threads" $((one + 1))
else
	skip "two processors: two loops" "there is only one"
fi

if [ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge 2048 ]; then
	claim "G26 many files may be open: nothing is said" sh -c "! grep 'connections at a time' '$tmp/log'"
else
	skip "G26 many files may be open: nothing is said" "few may be"
fi
ulimit -n 328
threads --loops 2
claim "G26 few files may be open: the log says how many connections that makes" \
	grep -q 'warning http: only 100 connections at a time, for only 328 files may be open' "$tmp/log"
finish
