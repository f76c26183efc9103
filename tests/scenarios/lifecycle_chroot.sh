#!/usr/bin/env bash
# Life in a chroot where there is nothing but what is served: no /dev, no /etc, no libraries.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle
the_rest_needs_root "T44 T108 T109 T111 T112 T113 life in a chroot"

jail=$tmp/jail
log=$jail/log/s.log
pid_file=$jail/run/s.pid
daemon_options=(-y "$jail/app.conf" --chroot "$jail" --pidfile /run/s.pid -l "$log" -u "$user")
# jail: a new one, with what is served, and where files are written.
jail()
{
	rm -rf "$jail"
	mkdir -p "$jail/www" "$jail/run" "$jail/log" "$jail/data"
	echo "in the jail" > "$jail/www/hello.txt"
	echo alice:secret > "$jail/users.txt"
	add_user "sqlite:$jail/data/users.db" bob builder --name Example
	chown -R "$user" "$jail/run" "$jail/log" "$jail/data"
	cat > "$jail/app.conf" << END
listen = {"tcp:$port:interface=127.0.0.1"}
loops = 2
portal "/" { checkers = {"anonymous"} realm = "files:$jail/www" }
portal "/page" { checkers = {"anonymous"} realm = "page" }
portal "/users" {
    name = "Example" factories = {"basic"} checkers = {"file:$jail/users.txt"} realm = "page"
}
portal "/db" {
    name = "Example" factories = {"digest:SHA-256", "digest:MD5", "basic"}
    checkers = {"sqlite:$jail/data/users.db"} realm = "page"
}
END
}

jail
serve "T44 with nothing in it but what is served"
claim "T44 no warning" sh -c "! grep . '$tmp/error'"
seen_is "T44 it is there" "$(readlink "/proc/$(pid)/root") $(readlink "/proc/$(pid)/cwd")" "$jail $jail"
is "T108 the user and the groups, without /etc/group" \
	"$(field Uid | cut -f 2) $(field Groups | xargs)" "$uid $group_ids"
is "T44 files" "$(curl -s "$url/hello.txt")" "in the jail"
is "T44 logins from a file" \
	"$(status -u alice:secret "$url/users/") $(status -u alice:wrong "$url/users/")" "200 401"
is "T44 logins from a database, slow hashes" \
	"$(status -u bob:builder "$url/db/") $(status -u bob:wrong "$url/db/")" "200 401"
is "T44 logins with Digest" \
	"$(status --digest -u bob:builder "$url/db/") $(status --digest -u bob:wrong "$url/db/")" "200 401"
seen_is "T44 no directory outside is open" "$(for file in "/proc/$(pid)/fd/"*; do
	[ ! -d "$file" ] || readlink "$file"
done | grep -v "^$jail" | sort -u)" ""
echo alice:changed > "$jail/users.txt"
is "a changed file counts" "$(status -u alice:changed "$url/users/")" 200
claim "a changed database counts" \
	add_user "sqlite:$jail/data/users.db" carol opensesame --name Example
is "a new account logs in" "$(status -u carol:opensesame "$url/db/")" 200
postern status
is "status finds it by the same options" "$code $(grep -c "PID $(pid)" "$tmp/out")" "0 1"
postern run
is "a second one is refused" "$code" 75
end "T44"

# Reload: the application file and what it names are found below the root that is then there.
# reload: sends SIGHUP, and waits for what the log says of it, which is $told.
reload()
{
	local before
	before=$(grep -c -e 'reloaded, generation' -e 'cannot reload' "$log")
	postern reload
	eventually sh -c "[ \$(grep -c -e 'reloaded, generation' -e 'cannot reload' '$log') -gt $before ]"
	told=$(grep -e 'reloaded, generation' -e 'cannot reload' "$log" | tail -n 1)
}
jail
serve "T84 in a chroot"
before=$(pid)
echo dave:changed > "$jail/data/others.txt"
sed -i "s|file:$jail/users.txt|file:data/others.txt|; s|files:$jail/www|files:$jail/data|" "$jail/app.conf"
echo "portal \"/new\" { checkers = {\"anonymous\"} realm = \"page\" }" >> "$jail/app.conf"
reload
is "T84 a relative path, an absolute one, and a new portal" "$(status "$url/others.txt") $(
	status -u dave:changed "$url/users/") $(status -u alice:secret "$url/users/") $(
	status "$url/new/")" "200 200 401 200"
is "T84 what did not change is there, in the same process" \
	"$(status -u bob:builder "$url/db/") $(pid)" "200 $before"
seen_is "T84 no directory outside is open" "$(for file in "/proc/$(pid)/fd/"*; do
	[ ! -d "$file" ] || readlink "$file"
done | grep -v "^$jail" | sort -u)" ""
echo nonsense >> "$jail/app.conf"
reload
claim "T85 a broken file is named as outside, with its line" \
	grep -q "cannot reload, .*$jail/app.conf:[0-9]*: " <<< "$told"
sed -i "s|nonsense||; s|file:data/others.txt|file:$tmp/users.txt|" "$jail/app.conf"
reload
claim "T85 a password file outside of the chroot is refused, with the line that names it" grep -q \
	"app.conf:[0-9]*: .*cannot reach '$tmp/users.txt' from the root directory '$jail'" <<< "$told"
is "T85 and what was there stays" "$(status -u dave:changed "$url/users/")" 200
end "T84"

jail
cp "$jail/app.conf" "$tmp/outside.conf"
serve "T85 an application file outside of the chroot" -y "$tmp/outside.conf"
reload
claim "T85 the reload is refused" grep -q \
	"cannot reload, .*cannot reach '$tmp/outside.conf' from the root directory '$jail'" <<< "$told"
is "T85 and what was there stays" "$(status -u alice:secret "$url/users/")" 200
end "T85"

# An empty directory is enough where no file is served.
mkdir "$tmp/empty"
before=("${daemon_options[@]}")
daemon_options=(--listen "tcp:$port:interface=127.0.0.1" --chroot "$tmp/empty" --pidfile '' -l "$tmp/log/s.log"
	-u "$user" --at /page --name Example --factory digest --factory basic --auth memory:alice:secret
	--realm page)
postern run
is "an empty directory is enough" "$code $(status -u alice:secret "$url/page/foo") $(
	status --digest -u alice:secret "$url/page/foo")" "0 200 200"
pgrep -f "$tmp/empty" | xargs kill -HUP
claim "T84 and for a reload of what the command line says" \
	eventually grep -q "reloaded, generation" "$tmp/log/s.log"
is "T84 which serves on" "$(status -u alice:secret "$url/page/foo")" 200
pgrep -f "$tmp/empty" | xargs kill
claim "SIGTERM ends it, and nothing is left" eventually nothing_is_left
is "not even a file" "$(ls -A "$tmp/empty")" ""
daemon_options=("${before[@]}")

# Threads end without libgcc_s, which cannot be loaded in there.
jail
failures=0
for _ in $(seq 20); do
	foreground
	curl -s --no-progress-meter --parallel --max-time 5 -o /dev/null -u bob:wrong "$url/db/?[1-8]" &
	load=$!
	eventually sh -c "ss -Htn state established 'sport = :$port' | grep -q ."
	kill -TERM "$(pid)"
	wait $foreground || failures=$((failures + 1))
	wait $load
done
is "T109 20 stops under load all end well" "$failures" 0
claim "T109 nothing is left" nothing_is_left

# others NAME OWNER MODE: the start warns of a root that others can change.
others()
{
	jail
	chown "$2" "$jail"
	chmod "$3" "$jail"
	serve "$1"
	claim "$1: warns, with the command that repairs it" \
		grep -q "warning: .*'$jail'.*(fix: chown root '$jail' && chmod go-w '$jail')" "$tmp/error"
	end "$1"
	fails "$1, with --strict" 77 "$jail" --strict
}
others "T111 a root that is the user's" "$user" 755
others "T111 a root that all can write to" root 777

jail
sed "s|file:$jail/|file:$tmp/|" "$jail/app.conf" > "$tmp/outside.conf"
fails "T112 a password file outside of it" 78 "$tmp/users.txt" -y "$tmp/outside.conf"
claim "T112 names no repair that repairs nothing" sh -c "! grep fix: '$tmp/error'"
sed "s|files:$jail/|files:$tmp/|" "$jail/app.conf" > "$tmp/outside.conf"
fails "T112 a directory of files outside of it" 78 "$tmp/www" -y "$tmp/outside.conf"

NOTIFY_SOCKET=$tmp/notify timeout 60 python3 -c "
import os, socket, subprocess, sys
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.bind('$tmp/notify')
os.chmod('$tmp/notify', 0o777)
notify.settimeout(30)
server = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
def until(line):
	while True:
		if line in notify.recv(4096).decode().splitlines():
			return
until('READY=1')
server.terminate()
until('STOPPING=1')
sys.exit(server.wait())
" "$POSTERN" run "${daemon_options[@]}" -n > "$tmp/out" 2>&1
is "T113 a supervisor whose socket is outside is told" $? 0
claim "T113 nothing is left" nothing_is_left
finish
