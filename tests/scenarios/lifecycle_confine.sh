#!/usr/bin/env bash
# A confined daemon does all that it did before: as another user, in a chroot, and without root.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

mkdir "$tmp/store" "$tmp/spool" "$tmp/open"
chmod 1777 "$tmp/open"
add_user "sqlite:$tmp/store/users.db" bob builder --name Example
chown -R "$user" "$tmp/store" "$tmp/spool"
write_doer "$tmp/do"
write_application "writable = {\"$tmp/spool\"}" "portal \"/db\" {
	name = \"Example\" factories = {\"digest:SHA-256\", \"digest:MD5\", \"basic\"}
	checkers = {\"sqlite:$tmp/store/users.db\"} realm = \"page\"
}
portal \"/do\" { name = \"Example\" factories = {\"basic\"} checkers = {\"exec:$tmp/do\"} realm = \"page\" }"

filters() { sed -n 's/^Seccomp:\t//p' "/proc/$(pid)/task/"*/status | sort | uniq -c | awk '{ print $2 }' | xargs; }

# statuses COUNT PATH CURL-ARGUMENT...: how many of which status
statuses()
{
	curl --silent --no-progress-meter --parallel --parallel-max 8 --max-time 20 --output /dev/null \
		--write-out '%{http_code}\n' "${@:3}" "$url$2?[1-$1]" | sort | uniq -c | awk '{ print $1 " x " $2 }'
}

# works NAME: what a server does in its life
works()
{
	is "$1: every thread has the filter" "$(filters)" 2
	is "$1: files" "$(statuses 150 /hello.txt)" "150 x 200"
	is "$1: logins, right" "$(statuses 100 /users/ -u alice:secret)" "100 x 200"
	is "$1: logins, wrong" "$(statuses 100 /users/ -u alice:wrong)" "100 x 401"
	is "$1: Digest from a store" "$(statuses 100 /db/ --digest -u bob:builder)" "100 x 200"
	is "$1: Basic from a store" "$(statuses 50 /db/ -u bob:builder)" "50 x 200"
	postern rotate
	claim "$1: the log is rotated" eventually test -s "$log.1"
	claim "$1: and goes on" eventually grep -q 'opened anew' "$log"
	end "$1"
	rm -f "$log"*
}

serve "T25"
is "T25 a program is run" "$(can true) $(can false)" "200 401"
is "T25 it writes where the application says so" "$(can "echo text > $tmp/spool/file")" 200
is "T25 and what it wrote is there" "$(cat "$tmp/spool/file")" text
if python3 -c 'import ctypes; exit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)'; then
	is "T25 it writes nowhere else" "$(can "touch $tmp/open/file") $(ls "$tmp/open")" "401 "
else
	skip "T25 it writes nowhere else" "the kernel has no Landlock"
fi
postern reload
claim "T25 it reloads" eventually grep -q ': reloaded' "$log"
works "T25"

# Without root.
clear_directories "$user"
chmod 644 "$tmp/users.txt"
as_user timeout 60 "$POSTERN" run -y "$tmp/app.conf" \
	--pidfile "$pid_file" -l "$log" > "$tmp/out" 2>&1
is "without root: it starts" "$? $(cat "$tmp/out")" "0 "
is "without root: a program writes where it may" "$(can "echo text > $tmp/spool/file")" 200
works "without root"

the_rest_needs_root "--chroot"

# In a root directory of its own.
jail=$tmp/jail
mkdir -p "$jail/run" "$jail/log"
mv "$tmp/store" "$tmp/www" "$tmp/users.txt" "$jail"
mkdir "$jail/spool"
chown "$user" "$jail/run" "$jail/log"
sed "s|$tmp/|$jail/|g; /^portal \"\\/do\"/d" "$tmp/app.conf" > "$jail/app.conf"
log=$jail/log/s.log
pid_file=$jail/run/s.pid
daemon_options=(-y "$jail/app.conf" --chroot "$jail" --pidfile /run/s.pid -l "$log" -u "$user")
serve "--chroot"
works "--chroot"
fails "--chroot: a place outside of it" 78 "start: --writable: .*cannot reach '$tmp/open'" \
	--writable "$tmp/open"
finish
