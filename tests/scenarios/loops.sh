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

# Which of them serves a connection is the kernel's choice: one of two serves all of forty once in 2^39 times.
start --loops 2 --at / --auth anonymous --realm page
for _ in $(seq 40); do
	status "$url/foo" > /dev/null
	status --request OPTIONS --request-target '*' "$url" > /dev/null
done
read -r first second more <<< "$(reported "$server" 's/.* requests by loop: //p')"
is "the log says how many requests each loop has answered" "$((first + second)) ${more:-}" "40 "
is "all together" "$(reported "$server" 's/.* \([0-9]*\) requests, .*/\1/p')" 40
claim "each loop has answered some" [ "$first" -gt 0 -a "$second" -gt 0 ]
is "their threads have the names of loops" "$(cat "/proc/$server"/task/*/comm | grep loop | sort | xargs)" \
	"loop 0 loop 1"
stop

if [ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge 2048 ]; then
	claim "G26 many files may be open: nothing is said" sh -c "! grep 'connections at a time' '$tmp/log'"
else
	skip "G26 many files may be open: nothing is said" "few may be"
fi
ulimit -n 600
# log_in: so many at a time that each thread of the server has asked each of the four stores, if it has them
log_in()
(
	for i in $(seq 40); do
		for store in 1 2 3 4; do
			status -u "alice:$i" "$url/$store" > /dev/null
		done &
	done
	wait
)
# fits OPTION...: what a server has open beside connections, and all connections that it says there can be,
# each with a file
fits()
{
	start "$@" --at / --auth anonymous --realm page
	log_in
	open=$(descriptors)
	taken=$((2 * $(sed -n 's/.*: only \([0-9]*\) connections at a time, for only 600 .*/\1/p' "$tmp/log")))
	stop
	echo "$open are open, and connections may take $taken"
	[ "$taken" -gt 0 ] && [ $((open + taken)) -le 600 ]
}

claim "G26 few files may be open: the log says how many connections that makes" fits --loops 2
claim "of many loops each takes its part" fits --loops 32
stores=()
for store in 1 2 3 4; do
	add_user "sqlite:$tmp/$store.db" alice secret --name Example
	stores+=(--at "/$store" --name Example --factory basic --auth "sqlite:$tmp/$store.db" --realm page)
done
claim "and of stores, for each thread" fits --loops 8 "${stores[@]}"
portals=()
for portal in $(seq 200); do
	portals+=(--at "/$portal" --auth anonymous --realm files:www)
done
claim "and of portals" fits --loops 1 "${portals[@]}"
finish
