#!/usr/bin/env bash
# A start that is cut short, all along its way: it ends, says how, leaves nothing, and harms no later one.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

points=${LIFECYCLE_POINTS:-24}
# interrupt ROLE SIGNAL COUNT: sets $code, and $calls, how many system calls there were.
interrupt()
{
	code=none
	read -r code calls < <(timeout --kill-after 5 60 python3 -B "$checkout/tests/scenarios/interrupt.py" \
		"$@" "$POSTERN" run "${daemon_options[@]}" 2> "$tmp/error" < /dev/null)
}

# wrong ROLE SIGNAL: what of the end of a start is not as it must be, if anything
wrong()
{
	case $1-$2-$code in
	starter-KILL-137 | starter-TERM-143 | others-KILL-71 | others-TERM-143) ;;
	*-0) is_ready_again "$before" || echo "code 0, and it was not ready" ;;
	*) echo "code $code: $(cat "$tmp/error")" ;;
	esac
	# Before it looks after its signals it dies of them, and says nothing.
	case $1-$code in
	*-0 | starter-137) ;;
	starter-143) [ ! -s "$tmp/error" ] || one_line "interrupted by SIG$2" > "$tmp/out" ;;
	*) one_line . > "$tmp/out" ;;
	esac || echo "not the line that it must be: $(cat "$tmp/error")"
	eventually settled || echo "somebody neither serves nor ends: $(pgrep -af "$tmp")"
	postern stop
	[ "$code" -eq 0 ] || echo "stop ends with $code: $(cat "$tmp/error")"
	nothing_is_left
}
settled() { serves || ! pgrep --full "$tmp"; }

# all_along ROLE SIGNAL: a start for each of the points
all_along()
{
	local before
	for point in $(seq 0 "$((all / points + 1))" "$all"); do
		before=$(readies)
		interrupt "$1" "$2" "$point"
		echo "$code" >> "$tmp/codes"
		wrong "$1" "$2" | sed "s/^/at $point of $all: /"
	done
}

# cut_short NAME ROLE SIGNAL
cut_short()
{
	interrupt "$2" "$3" -1
	all=$calls
	postern stop
	rm -f "$tmp/codes"
	is "$1" "$(all_along "$2" "$3")" ""
	echo "# codes, and how often: $(sort "$tmp/codes" | uniq -c | awk '{ print $2 " (" $1 ")" }' | xargs)"
}

interrupt starter TERM -1
if [ "$code" != 0 ]; then
	skip "T45 T47 T48 T83 a start that is cut short" "nothing can be traced here"
	finish
fi
end "a start that is only looked at"
cut_short "T48 who starts it is killed" starter KILL
cut_short "T47 who starts it is told to stop" starter TERM
cut_short "T45 the daemon, or who tries out what it will do, is killed" others KILL
cut_short "T83 the daemon, or who tries out what it will do, is told to stop" others TERM
serve "after all of these"
end "after all of these"
finish
