#!/usr/bin/env bash
# Programs that checkers run: they see nothing of ours, harm nobody else, and end with us.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle
POSTERN=$POSTERN_FAKES

mkdir "$tmp/bin" "$tmp/seen"
chown "$user" "$tmp/seen"

# program NAME: a shell script on standard input, started as `exec:` does; says its number first
program()
{
	{
		echo "#!/bin/sh"
		echo "echo \$\$ >> $tmp/seen/$1"
		cat
	} > "$tmp/bin/$1"
	chmod 755 "$tmp/bin/$1"
}
program right << 'END'
[ "$(tr '\0' ' ' <&3 | cut -d ' ' -f 1,2)" = "alice secret" ]
END
program look << END
cat /proc/self/status > $tmp/seen/status
ls -l /proc/\$\$/fd > $tmp/seen/descriptors
tr '\\0' '\\n' < /proc/\$\$/environ > $tmp/seen/environment
END
program slow << 'END'
exec sleep 1000
END
program stubborn << 'END'
trap '' TERM
while :; do sleep 0.2; done
END
program escape << END
setsid sh -c 'echo \$\$ >> $tmp/seen/escape; exec sleep 1000' &
exec sleep 1000
END
program crash << 'END'
kill -SEGV $$
END

# portals: one for each program, named like it
portals()
{
	local name
	for name in right look slow stubborn escape; do
		echo "portal \"/$name\" { name = \"Example\" factories = {\"basic\"}" \
			"checkers = {\"exec:$tmp/bin/$name:timeout=60\"} realm = \"page\" }"
	done
	echo "portal \"/hang\" { name = \"Example\" factories = {\"basic\"}" \
		"checkers = {\"exec:$tmp/bin/slow:timeout=1\"} realm = \"page\" }"
	echo "portal \"/crash\" { name = \"Example\" factories = {\"basic\"}" \
		"checkers = {\"exec:$tmp/bin/crash\"} realm = \"page\" }"
	echo "portal \"/later\" { name = \"Example\" factories = {\"basic\"}" \
		"checkers = {\"later:60000:alice:secret\"} realm = \"page\" }"
}
write_application "writable = {\"$tmp/seen\"}" "$(portals)"

login() { status -u "${2:-alice:secret}" "$url/$1/foo"; }
# ask_program NAME: a login whose program then runs; it is answered when it ends.
ask_program()
{
	rm -f "$tmp/seen/$1"
	login "$1" > "$tmp/answer" &
	asking=$!
	eventually test -s "$tmp/seen/$1"
}
nobody_of()
{
	while read -r pid; do gone "$pid" || return; done < "$tmp/seen/$1"
}

serve "G" --kill-grace 1 --stop-timeout 2
is "a program grants and refuses" "$(login right) $(login right alice:wrong) $(login right bob:secret)" \
	"200 401 401"
is "T119 a program is run" "$(login look)" 200
seen() { sed -n "s/^$1:[[:space:]]*//p" "$tmp/seen/status"; }
# Without 32 and 33: the C library keeps them for itself, as whoever started us left them.
signals() { printf '%x' $((16#$(seen "$1") & ~16#180000000)); }
is "T119 with no signal blocked or ignored" "$(signals SigBlk) $(signals SigIgn)" "0 0"
is "T119 as the reduced user, for good" "$(seen Uid | cut -f 1-4 | tr '\t' ' ') $(seen NoNewPrivs)" \
	"$uid $uid $uid $uid 1"
# The shell has the script open, and keeps its standard output while it is another.
is "T119 without a descriptor of ours: 3 is a pipe, and the others are nothing" \
	"$(sed -n 's/.* \([0-9]* -> .*\)/\1/p' "$tmp/seen/descriptors" |
		grep -v -e ' /dev/null$' -e "$tmp/bin/look$" -e "$tmp/seen/descriptors$" | cut -c 1-9)" "3 -> pipe"
is "T133 without what a supervisor told us" \
	"$(grep -c -e LISTEN_ -e NOTIFY_ -e WATCHDOG "$tmp/seen/environment")" 0

# stops NAME PROGRAM: SIGTERM while the program runs.
stops()
{
	ask_program "$2"
	daemon=$(pid)
	kill -TERM "$daemon"
	claim "$1: it stops" eventually gone "$daemon"
	claim "$1: the program is gone" nobody_of "$2"
	is "$1: nobody of its group is left" "$(pgrep -g "$daemon" --runstates R,S,D,T)" ""
	wait $asking
	claim "$1: nobody is let in" grep -qE '000|503' "$tmp/answer"
	claim "$1: nothing is left" nothing_is_left
}
stops "T115 a program that runs" slow
serve "T116" --kill-grace 1 --stop-timeout 1
stops "T116 a program that ignores SIGTERM" stubborn
serve "T117" --kill-grace 1 --stop-timeout 1
stops "T117 a program with a child in a session of its own" escape

serve "T59"
ask_program stubborn
killed=$(pid)
kill -KILL "$killed"
eventually gone "$killed"
serve "T59 after kill -9 with a program that ignores SIGTERM, at once"
claim "T59 the program died with its server" eventually nobody_of stubborn
wait $asking

is "T120 a program that hangs is not waited for any longer than was said" "$(login hang)" 503
login hang > /dev/null &
hanging=$!
is "T120 other logins go on" "$(login right)" 200
wait $hanging
rm -f "$tmp/seen/slow"
all_hang() { [ "$(cat "$tmp/seen/slow" | wc -l)" -eq 4 ]; } 2> /dev/null
for number in $(seq 8); do
	login slow > /dev/null &
	logins[number]=$!
done
eventually all_hang
is "T120 when all programs hang, pages do not" "$(status "$url/page/foo")" 200
is "T120 and one more login is not waited for" "$(login right)" 503
xargs -a "$tmp/seen/slow" kill -KILL 2> /dev/null
wait "${logins[@]}"
is "T120 afterwards all is well" "$(login right)" 200

ticks() { awk '{ print $14 + $15 }' "/proc/$(pid)/stat"; }
before=$(ticks)
rm -f "$tmp/seen/crash"
end=$(($(now) + 2000))
while [ "$(now)" -lt $end ]; do login crash; echo; done | sort | uniq -c > "$tmp/crashes"
is "T121 a program that always dies lets nobody in" "$(awk '{ print $2 }' "$tmp/crashes" | xargs)" 503
claim "T121 it is not started again and again" test "$(wc -l < "$tmp/seen/crash")" -le 8
no_zombies() { ! ps -o stat= --ppid "$(pid)" | grep Z; }
claim "T121 there are no zombies" eventually no_zombies
claim "T121 and there is no work" test $(($(ticks) - before)) -lt 40
end "T121"

# From a script, which must live on.
cat > "$tmp/script" << 'END'
#!/bin/bash
"$@" &
server=$!
while ! grep -qs 'lifecycle: ready' "$LOG"; do sleep 0.02; done
[ -z "$PROGRAM" ] || curl -s -o /dev/null -u alice:secret "$URL/$PROGRAM/foo" &
[ -z "$PROGRAM" ] || while [ ! -s "$SEEN/$PROGRAM" ]; do sleep 0.02; done
kill -TERM $server
wait $server
echo "the last line, $?"
END
chmod 755 "$tmp/script"
# from_script [PROGRAM]
from_script()
{
	[ -z "$1" ] || rm -f "$tmp/seen/$1"
	rm -f "$log"
	URL=$url LOG=$log PROGRAM=$1 SEEN=$tmp/seen timeout 60 "$tmp/script" "$POSTERN" run \
		"${daemon_options[@]}" -n --stop-timeout 1 --kill-grace 1 2>&1 | tail -n 1
}
is "T123 a script that stops its server lives on" "$(from_script '')" "the last line, 0"
is "T124 with a program as well" "$(from_script slow)" "the last line, 0"
claim "T124 the program is gone" nobody_of slow
claim "T124 nothing is left" nothing_is_left

serve "T125" --stop-timeout 1 --kill-grace 1
ask login later > /dev/null
kill -TERM "$(pid)"
claim "T125 a checker that sleeps is not waited for" eventually nothing_is_left
is "T125 and that is no failure" "$(tail -n 1 "$log" | grep -c 'stopped, code 0')" 1

# The server only reads its stores; who writes is `user add`, while servers come and go.
add_user "sqlite:$tmp/seen/users.db" bob builder
chown "$user" "$tmp/seen/users.db"
write_application "portal \"/db\" { name = \"Example\" factories = {\"basic\"}
	checkers = {\"sqlite:$tmp/seen/users.db\"} realm = \"page\" }"
failures=0
for number in $(seq 20); do
	postern run
	[ "$code" -eq 0 ] || failures=$((failures + 1))
	status -u bob:builder "$url/db/" > /dev/null &
	add_user "sqlite:$tmp/seen/users.db" "user$number" secret &
	adding=$!
	killed=$(pid)
	kill -KILL "$killed"
	wait $adding || failures=$((failures + 1))
	eventually gone "$killed"
done
is "T127 kill -9 while accounts are made" "$failures" 0
is "T127 the database is whole" \
	"$(sqlite3 "$tmp/seen/users.db" 'PRAGMA integrity_check; SELECT count(*) FROM account')" "ok
21"
serve "T127 afterwards"
is "T127 and who was added can log in" "$(status -u user20:secret "$url/db/")" 200
end "T127"
finish
