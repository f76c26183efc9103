#!/usr/bin/env bash
# What a started server cannot do any more, nor the programs that it runs; and what goes on as before.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir "$tmp/store" "$tmp/other" "$tmp/spool" "$tmp/outside" "$tmp/www" "$tmp/run"
echo hello > "$tmp/www/hello.txt"
for store in store other; do
	add_user "sqlite:$tmp/$store/users.db" alice secret --name Example
done

write_doer "$tmp/do"

# application STORE [WRITABLE]
application()
{
	cat > "$tmp/app.conf" << END
loops = 2
writable = {${2-spool}}
portal "/" { checkers = {"anonymous"} realm = "files:www" }
portal "/db" {
    name = "Example" factories = {"digest", "basic"} checkers = {"sqlite:$1/users.db"} realm = "page"
}
portal "/do" {
    name = "Example" factories = {"basic"} checkers = {"exec:$tmp/do:timeout=20"} realm = "page"
}
END
}

application missing missing
"$POSTERN" check -y "$tmp/app.conf" > "$tmp/out" 2>&1
is "a place to write that is not there: the exit code" $? 78
claim "and its line" grep -qF "app.conf:2: writable: cannot open '$tmp/missing': No such file or directory" \
	"$tmp/out"
application store '""'
"$POSTERN" check -y "$tmp/app.conf" > "$tmp/out" 2>&1
claim "a place without a name" grep -qF "app.conf:2: writable: expected a path, not ''" "$tmp/out"

application store
start -y "$tmp/app.conf" --debug --listen "unix:$tmp/run/socket" --writable "$tmp/store/../store"
is "no thread is without the filter" "$(sed -n 's/^Seccomp:\t//p' "/proc/$server/task/"*/status | sort -u)" 2
is "nor is a program" "$(can "grep -q '^Seccomp:.2' /proc/self/status")" 200
if unshare --user true 2> /dev/null; then
	is "a program cannot leave the name spaces by unshare" "$(can 'unshare --user true')" 401
else
	skip "a program cannot leave the name spaces by unshare" "nobody may here"
fi
is "a program reads what it may" "$(can "cat $tmp/app.conf")" 200
is "and writes to /dev/null" "$(can 'echo text > /dev/null')" 200
is "files are served" "$(curl -s "$url/hello.txt")" hello
is "logins from a store" "$(status -u alice:secret "$url/db/") $(status --digest -u alice:secret "$url/db/")" \
	"200 200"
claim "the log of the store is written to" test -e "$tmp/store/users.db-shm"
add_user "sqlite:$tmp/store/users.db" bob builder --name Example
is "a new account logs in" "$(status -u bob:builder "$url/db/")" 200
is "the socket of the file system" "$(status --unix-socket "$tmp/run/socket" http://localhost/hello.txt)" 200

landlock=$(sed -n 's/.*confine: Landlock \([0-9]*\).*/\1/p' "$tmp/log")
# refused VERSION NAME COMMAND: a program cannot do it where the kernel has that version of Landlock
refused()
{
	if [ "${landlock:-0}" -ge "$1" ]; then
		is "$2" "$(can "$3")" 401
	else
		skip "$2" "the kernel has Landlock ${landlock:-0}"
	fi
}
is "a program writes where the application says so" "$(can "echo text > $tmp/spool/file")" 200
is "and where the command line says so" "$(can "touch $tmp/store/file && rm $tmp/store/file")" 200
refused 1 "nowhere else" "touch $tmp/outside/file"
refused 1 "it removes nothing" "rm $tmp/www/hello.txt"
refused 1 "it moves nothing in" "ln $tmp/www/hello.txt $tmp/spool/hello.txt"
refused 4 "it listens nowhere" \
	"python3 -c 'import socket; socket.socket().bind((\"127.0.0.1\", 0))'"
refused 6 "it signals nobody else" "kill -0 $$"
is "but its own children" "$(can 'sleep 100 & kill $!')" 200

reloads() { grep -c -e ': reloaded' -e 'cannot reload' "$tmp/log"; }
reloaded() { [ "$(reloads)" -gt "$before" ]; }
# reload: the log says how it ended.
reload()
{
	before=$(reloads)
	kill -HUP "$server"
	eventually reloaded
}
application store '"spool", "outside"'
reload
claim "a reload" grep -q ': reloaded, generation 1' "$tmp/log"
claim "opens no new place" grep -q 'warning config: writable: a change takes a restart' "$tmp/log"
is "and serves the store" "$(status -u bob:builder "$url/db/")" 200
application other
reload
if [ "${landlock:-0}" -ge 1 ]; then
	claim "a store in a new place takes a restart" grep -q "cannot reload, .*app.conf:5: portal '/db': \
checker 'sqlite': cannot read '$tmp/other/users.db': .*restart instead" "$tmp/log"
else
	skip "a store in a new place takes a restart" "the kernel has no Landlock"
fi
is "meanwhile the old one serves" "$(status -u bob:builder "$url/db/")" 200
stop
is "the server ends well" "$code" 0
claim "and removes its socket" test ! -e "$tmp/run/socket"
is "the store is whole" "$(sqlite3 "$tmp/store/users.db" 'PRAGMA integrity_check')" ok

start -y "$tmp/app.conf"
is "after a restart the new place serves" "$(status -u alice:secret "$url/db/")" 200
stop
finish
