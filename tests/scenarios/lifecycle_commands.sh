#!/usr/bin/env bash
# The commands: status, stop, restart, reload, rotate, check, and what they must not do.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

# with_password PASSWORD: an application that grants alice
with_password()
{
	write_application "portal \"/memory\" {
	name = \"Example\" factories = {\"basic\"} checkers = {\"memory:alice:$1\"} realm = \"page\" }"
}

postern status
is "T141 status when there was never one" "$code" 3
for verb in reload rotate; do
	postern $verb
	is "T141 $verb when nobody runs" "$code" 7
done
postern stop
is "T141 stop when nobody runs" "$code $(grep -c 'not running' "$tmp/out")" "0 1"
serve "T141"
postern status
is "T141 status when it runs" "$code $(cat "$tmp/out")" \
	"0 running, PID $(pid), since $(date -u -r "$pid_file" +%Y-%m-%dT%H:%M:%SZ)"
killed=$(pid)
kill -KILL "$killed"
eventually gone "$killed"
postern status
is "T141 status after kill -9" "$code" 1
claim "T141 status changes nothing" test -s "$pid_file"
for verb in reload rotate; do
	postern $verb
	is "T141 $verb after kill -9" "$code" 7
done
postern stop
is "T141 stop after kill -9 removes the file" "$code $(test -e "$pid_file"; echo $?)" "0 1"
postern status
is "T141 status afterwards" "$code" 3

POSTERN_REAL=$POSTERN
POSTERN=$POSTERN_FAKES
write_application 'portal "/slow" { name = "Slow" factories = {"basic"}
	checkers = {"later:60000:alice:secret"} realm = "page" }'
serve "T145" --stop-timeout 60
killed=$(pid)
ask status -u alice:secret "$url/slow/" > /dev/null
postern stop --stop-timeout 1 --kill-grace 1
is "T145 a server that does not end is killed" "$code $(grep -ci 'killed' "$tmp/out")" "0 1"
claim "T145 it is gone" gone $killed
claim "T145 nothing is left" nothing_is_left
POSTERN=$POSTERN_REAL

with_password secret
postern restart
is "T146 restart when nobody runs starts one" "$code $(status -u alice:secret "$url/memory/")" "0 200"
before=$(pid)
with_password changed
postern restart
is "T146 restart takes what is new" "$code $(status -u alice:changed "$url/memory/")" "0 200"
claim "T146 in another process" test "$(pid)" != "$before"
claim "T146 the one before is gone" gone $before

before=$(pid)
echo nonsense > "$tmp/app.conf"
postern restart
is "T147 restart with a broken application is refused" "$code" 78
claim "T147 and says where" one_line "app.conf:1: "
is "T147 the server goes on" "$(pid) $(status -u alice:changed "$url/memory/")" "$before 200"

# What only the start itself would find: the user, the directory, and what the user cannot open.
with_password changed
postern restart -u nosuch
is "T147 nor for a user who is not there" "$code $(grep -c nosuch "$tmp/error")" "67 1"
postern restart -d "$tmp/nowhere"
is "T147 nor for a working directory that is not there" "$code $(grep -c nowhere "$tmp/error")" "72 1"
write_application 'portal "/db" {
	name = "Example" factories = {"basic"} checkers = {"file:secrets.txt"} realm = "page" }'
echo alice:secret > "$tmp/secrets.txt"
chmod 600 "$tmp/secrets.txt"
postern restart
claim "T147 nor for a password file that is closed to the user" test "$code" -ne 0
claim "T147 and says what to do" one_line "secrets.txt.*Permission denied.*fix: chown $user"
is "T147 the server goes on" "$(pid) $(status -u alice:changed "$url/memory/")" "$before 200"
with_password changed
chown root "$tmp/log"
postern restart
is "T147 what the start warns of, it warns of once" "$code $(grep -c warning "$tmp/error")" "0 1"
chown "$user" "$tmp/log"
before=$(pid)
echo nonsense > "$tmp/app.conf"

touch "$tmp/mark"
postern check
is "T148 check of a broken application" "$code" 78
with_password secret
touch "$tmp/mark"
postern check
is "T148 check of a good one" "$code $(cat "$tmp/error")" "0 "
is "T148 makes no file" "$(find "$tmp" -newer "$tmp/mark" -type f ! -name out ! -name error)" ""
is "T148 and does not disturb the server" "$(pid) $(status -u alice:changed "$url/memory/")" \
	"$before 200"
postern check --check-ports
is "T148 unless it is to look at the ports" "$code $(grep -c "^postern: bind: .*tcp:$port" "$tmp/error")" "69 1"
is "T148 which does not disturb it either" "$(status "$url/page/foo")" 200
end "T148"
rm -f "$log"
postern check
is "T148 check when nobody runs" "$code $(find "$tmp/run" "$tmp/log" -type f)" "0 "
is "T148 binds no port" "$(port_is_open; echo $?)" 1
postern check --check-ports
is "T148 those that are free are left free" "$code $(port_is_open; echo $?)" "0 1"

the_rest_needs_root "T141 status of what one may not see" "T143 stop by somebody who may not" \
	"T149 warnings of check"

# by COMMAND...: how it ends, when somebody else gives the command
by()
{
	code=0
	timeout 60 "$@" "${daemon_options[@]}" > "$tmp/out" 2> "$tmp/error" || code=$?
}
serve "T143"
by "${become[@]}" "$POSTERN" status
is "T141 status of root's server, by another" "$code" 0
chmod 700 "$tmp/run"
chown root "$tmp/run"
by "${become[@]}" "$POSTERN" status
is "T141 status of what one may not see" "$code" 4
clear=$(pid)
chmod 755 "$tmp/run"
chown "$user" "$tmp/run"
is "it is the same" "$(pid)" "$clear"
by setpriv --reuid nobody --clear-groups "$POSTERN" stop
is "T143 stop by somebody who may not" "$code" 77
is "T143 it serves on" "$(status "$url/page/foo")" 200
end "T143"

# What will go wrong for the reduced user, each with its number of the specification.
clear_directories root
mkdir -p "$tmp/jail"
chown "$user" "$tmp/jail"
chmod 600 "$tmp/app.conf"
postern check
is "T149 check warns, and that is all" "$code" 0
cat "$tmp/out" "$tmp/error" > "$tmp/said"
for warning in "G1 log rotation will fail: " "G5 pid file .*emptied, not removed" "G12 reload .*app.conf"; do
	is "T149 ${warning%% *} is one line" "$(grep -c "warning: .*${warning#* }" "$tmp/said")" 1
done
postern check --strict
is "T149 --strict: they are errors" "$code" 77
chmod 644 "$tmp/app.conf"
daemon_options=(--listen "tcp:$port:interface=127.0.0.1" --chroot "$tmp/jail" --pidfile '' -u "$user"
	-l "$tmp/jail/s.log" --at / --auth anonymous --realm page)
postern check
is "T149 G9 is one line" "$(cat "$tmp/out" "$tmp/error" | grep -c "warning: .*'$tmp/jail'.*root's alone")" 1
finish
