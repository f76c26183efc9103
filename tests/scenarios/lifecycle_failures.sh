#!/usr/bin/env bash
# What stops a start: the exit code and one line say why, nothing is left, and nothing hangs.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

# listen PORT: somebody else who listens, until release
listen()
{
	(cd "$tmp" && exec python3 -c "
import socket
with socket.create_server(('127.0.0.1', $1)) as server:
	open('listening', 'w').close()
	server.accept()") &
	eventually test -e "$tmp/listening"
}
release()
{
	(: <> "/dev/tcp/127.0.0.1/$1")
	wait
	rm "$tmp/listening"
}
taken=$(free_port)
listen "$taken"
fails "T27 a port in use" 69 "bind: .*$taken.*Address already in use" \
	--listen "tcp:$taken:interface=127.0.0.1"
fails "T27 a port in use, in the foreground" 69 "bind: .*$taken.*Address already in use" \
	--listen "tcp:$taken:interface=127.0.0.1" -n
fails "T28 the second of two ports in use: the first is given back" 69 "bind: .*$taken" \
	--listen "tcp:$port:interface=127.0.0.1" --listen "tcp:$taken:interface=127.0.0.1"
release "$taken"

# fails_for_user NAME CODE TEXT OPTION...: the same when the reduced user starts it
fails_for_user()
{
	code=0
	timeout 60 "${become[@]}" "$POSTERN" run -y "$tmp/app.conf" \
		--pidfile "$pid_file" -l "$log" "${@:4}" > "$tmp/out" 2> "$tmp/error" || code=$?
	is "$1: the exit code" "$code" "$2"
	claim "$1: one line, with '$3'" one_line "$3"
	claim "$1: nothing is left" nothing_is_left
}

# Who one becomes.
clear_directories "$user"
fails "T31 an unknown user" 67 "identity: .*nosuch" -u nosuch
claim "T31 makes no log" test ! -e "$log"
fails "T31 an unknown group" 67 "identity: .*nosuch" -g nosuch
fails "D10 --euid leads back to root" 64 "options: .*--euid" --euid
# Where one lives.
touch "$tmp/file"
fails "T33 a working directory that is missing" 72 "rundir: $tmp/nx: No such file or directory" -d "$tmp/nx"

# What one serves.
clear_directories "$user"
fails "T35 an application file that is missing" 66 "config: .*No such file" -y "$tmp/none.conf"
fails "T35 an application file that is a directory" 66 "config: .*Is a directory" -y "$tmp"
cp "$tmp/app.conf" "$tmp/closed.conf"
chmod 0 "$tmp/closed.conf"
fails_for_user "T35 an application file that cannot be read" 66 "config: .*Permission denied" -y "$tmp/closed.conf"
claim "T35 a failed start leaves no log" test ! -e "$log"
printf '\n\n\n\n\n\nchekcers = 1\n' > "$tmp/wrong.conf"
fails "T36 a mistake in line 7" 78 "config: .*wrong.conf:7: .*chekcers" -y "$tmp/wrong.conf"
fails "T37 Digest, and a checker that only takes plain passwords" 78 \
	"digest:MD5.*IUsernameHashedPassword.*memory" -y "$checkout/tests/applications/digest_mistaken.conf"

# passwords FILE: the application that asks it
passwords()
{
	write_application "portal \"/more\" {
		name = \"Example\" factories = {\"basic\"} checkers = {\"file:$1\"} realm = \"page\" }"
}
passwords "$tmp/none.txt"
fails "a password file that is missing" 66 "config: .*none.txt': No such file"
postern check
is "a check says the same" "$code" 66
install -m 600 /dev/null "$tmp/more.txt"
passwords "$tmp/more.txt"
fails "a password file that is empty" 78 "config: .*more.txt': empty"
write_application
fails "a certificate that is missing" 66 "config: .*none.pem': No such file" \
	--listen "ssl:$port:certKey=$tmp/none.pem:privateKey=$tmp/none.pem"

# Where the log goes.
mkfifo "$tmp/log/fifo"
mkdir "$tmp/log/directory"
echo victim > "$tmp/victim"
ln -s "$tmp/victim" "$tmp/log/link"
fails "T39 a log in a missing directory" 73 "logfile: .*No such file" -l "$tmp/nx/s.log"
fails "T39 a log that is a directory" 73 "logfile: .*directory" -l "$tmp/log/directory"
fails "T39 a log that is a pipe" 73 "logfile: .*regular file" -l "$tmp/log/fifo"
fails "T39 a log that is a terminal" 73 "logfile: .*regular file" -l "$(readlink -f /dev/ptmx)"
fails "T40 a log that is a symbolic link" 73 "logfile: .*link" -l "$tmp/log/link"
is "T40 and what it leads to is untouched" "$(cat "$tmp/victim")" victim
fails "a daemon cannot log to standard output" 64 "options: .*log to stdout" -l -

# Where the pid file goes.
ln -s "$tmp/victim" "$tmp/run/link"
fails "T41 a pid file in a missing directory" 73 "pidfile: .*No such file" --pidfile "$tmp/nx/s.pid"
fails "T41 a pid file that is a directory" 73 "pidfile: .*regular file|directory" \
	--pidfile "$tmp/run"
fails "T41 a pid file that is a symbolic link" 73 "pidfile: .*link" --pidfile "$tmp/run/link"
is "T41 and what it leads to is untouched" "$(cat "$tmp/victim")" victim

# What happens between the fork and the first answer: the daemon is stopped as soon as its number
# stands in the pid file; many ports make that long enough. If it was ready before, once more.
many=(--listen "tcp:$port:interface=127.0.0.1")
for _ in $(seq 100); do many+=(--listen tcp:0:interface=127.0.0.1); done
stopped() { grep -q $'^State:\tT' "/proc/$1/status"; }
hold()
{
	local before
	for _ in $(seq 20); do
		before=$(readies)
		rm -f "$tmp/watching"
		python3 -c "
import os, signal
open('$tmp/watching', 'w').close()
while True:
	try:
		with open('$pid_file') as file:
			pid = int(file.read())
		os.kill(pid, signal.SIGSTOP)
		print(pid)
		break
	except (OSError, ValueError):
		pass" > "$tmp/held" &
		watcher=$!
		eventually test -e "$tmp/watching"
		"$POSTERN" run "${daemon_options[@]}" "${many[@]}" "$@" \
			> "$tmp/out" 2> "$tmp/error" < /dev/null &
		starter=$!
		wait $watcher
		held=$(cat "$tmp/held")
		eventually stopped "$held"
		! is_ready_again "$before" || { kill -CONT "$held"; wait $starter; postern stop; continue; }
		return
	done
	echo "Bail out! the daemon cannot be held before it is ready"
	exit 1
}

# told NAME CODE TEXT: the process that was started ends with it.
told()
{
	eventually gone "$starter"
	wait $starter
	is "$1: the exit code" $? "$2"
	claim "$1: one line, with '$3'" one_line "$3"
	claim "$1: nobody is left" eventually gone "$held"
	postern stop
}

# told_to_end PID: SIGTERM waits for it.
told_to_end() { ((0x$(sed -n 's/^ShdPnd:\t//p' "/proc/$1/status") >> 14 & 1)); }

hold
claim "T45 and who started it waits" test -d "/proc/$starter"
kill -KILL "$held"
told "T45 a daemon that is killed before it is ready" 71 "daemonize: .*died before it was ready"

hold --start-timeout 1
told "T46 a daemon that is not ready in time" 75 "daemonize: .*not ready after 1 s"

hold
kill -INT "$starter"
eventually told_to_end "$held"
kill -CONT "$held"
told "T47 Control-C while it starts" 130 "interrupted"
hold
kill -TERM "$starter"
eventually told_to_end "$held"
kill -CONT "$held"
told "T47 SIGTERM while it starts" 143 "interrupted"

hold
disown "$starter"
kill -KILL "$starter"
kill -CONT "$held"
claim "T48 who started it was killed: it serves nevertheless" eventually serves
end "T48"

hold
before=$(readies)
kill -TERM "$held"
kill -CONT "$held"
eventually gone "$starter"
wait "$starter"
code=$?
# It may have been held so late that it only looks at signals when it is ready.
told_or_ready() { [ "$code" -ne 0 ] || is_ready_again "$before"; }
claim "T83 SIGTERM to it while it starts is told" told_or_ready
claim "T83 nothing is left" eventually nothing_is_left

the_rest_needs_root "T29 a port below 1024" "T32 another user, a chroot" "T33 a chroot that is missing" \
	"T43 a database that the user cannot read" "T49 there can be no more processes"

privileged=$(python3 -c "
import socket
for port in range(81, 1024):
	try:
		socket.create_server(('127.0.0.1', port)).close()
		break
	except OSError:
		pass
print(port)")
url=http://127.0.0.1:$privileged
serve "T29 a port below 1024" --listen "tcp:$privileged:interface=127.0.0.1"
is "T29 is bound by root, and served by the user" "$(field Uid | cut -f 2)" "$uid"
seen_is "T29 who listens is that process" "$(listeners "$privileged")" "pid=$(pid)"
end "T29"
url=http://127.0.0.1:$port

clear_directories "$user"
mkdir "$tmp/jail"
fails_for_user "T32 another user, and not root" 77 "identity: .*nobody.*root" -u nobody
fails_for_user "T32 a chroot, and not root" 77 "--chroot needs root" --chroot "$tmp/jail"
fails_for_user "T32 a port below 1024, and not root" 77 "bind: .*Permission denied" \
	--listen "tcp:$privileged:interface=127.0.0.1"

fails "T33 a chroot that is missing" 72 "chroot: $tmp/nx: No such file or directory" --chroot "$tmp/nx"
fails "T33 a chroot that is a file" 72 "chroot: $tmp/file: Not a directory" --chroot "$tmp/file"
fails "T33 a chroot that is a file, and no pid file" 72 "chroot: $tmp/file: Not a directory" \
	--chroot "$tmp/file" --pidfile ''
postern check --chroot "$tmp/file"
is "T33 a check says the same" "$code $(cat "$tmp/error")" "72 postern: chroot: $tmp/file: Not a directory"

passwords "$tmp/more.txt"
echo alice:secret > "$tmp/more.txt"
fails "a password file that the user cannot read" 66 "more.txt': Permission denied .*chown"
write_application

mkdir "$tmp/data"
add_user "sqlite:$tmp/data/users.db" alice secret
write_application "portal \"/db\" {
	name = \"Example\" factories = {\"basic\"} checkers = {\"sqlite:$tmp/data/users.db\"} realm = \"page\" }"
fails "T43 a database that the user cannot read" 78 "data/users.db.*chown"
postern stop
write_application

# As many processes and threads for the user: one is the process that starts, eight are not enough to serve.
clear_directories "$user"
user_command=("${become[@]}")
for limit in 1 2 4 8; do
	become=("${user_command[@]}" prlimit "--nproc=$limit")
	fails_for_user "T49 there can be no more than $limit processes" 71 "Resource temporarily unavailable"
done
finish
