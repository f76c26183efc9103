# What the scenarios share: a server that ends with the script, and claims in TAP.
# shellcheck shell=bash disable=SC2034,SC2119,SC2120
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

POSTERN=${POSTERN:-build/postern}
POSTERN_FAKES=${POSTERN_FAKES:-build/tests/postern} # with the fake checkers of tests/fakes
tmp=$(mktemp -d)
server=
log=$tmp/log
users_lock=
count=0
failed=0

cleanup()
{
	[ -z "$server" ] || kill -KILL "$server"
	# Whatever else the script started.
	jobs -p | xargs -r kill -KILL
	[ -z "$users_lock" ] || { pgrep -f "$tmp" | xargs -r kill -KILL; return_users; }
	wait
	rm -rf "$tmp"
} 2> /dev/null
trap cleanup EXIT
trap 'exit 1' INT TERM

# start OPTION...: sets $server, $port and $url; its log is $tmp/log. It lets us guess, unless an option
# says else.
start()
{
	: > "$tmp/log" # no leftover of an earlier server
	"${program:-$POSTERN}" run --nodaemon --listen tcp:0:interface=127.0.0.1 --throttle off "$@" \
		>> "$tmp/log" 2>&1 < /dev/null &
	server=$!
	for _ in $(seq 500); do
		port=$(sed -n 's|.*ready: http://127\.0\.0\.1:\([0-9]*\)/.*|\1|p' "$tmp/log")
		url=http://127.0.0.1:$port
		[ -z "$port" ] || return 0
		kill -0 "$server" 2> /dev/null || break
		sleep 0.02
	done
	echo "Bail out! the server did not become ready: $(tail -n 5 "$tmp/log")"
	exit 1
}

# stop [SIGNAL]: sets $code, the exit code; 137 when it had to be killed after 10 s.
stop()
{
	kill "-${1:-TERM}" "$server"
	ended
}

ended()
{
	for _ in $(seq 500); do
		kill -0 "$server" 2> /dev/null || break
		sleep 0.02
	done
	kill -KILL "$server" 2> /dev/null
	wait "$server" 2> /dev/null
	code=$?
	server=
}

# is NAME GOT EXPECTED
is()
{
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count - $1"
	else
		failed=$((failed + 1))
		printf 'not ok %d - %s\n#   expected: %s\n#   got: %s\n' "$count" "$1" "$3" "$2"
	fi
}

# claim NAME COMMAND...: the command must succeed.
claim()
{
	local name=$1 output result=0
	shift
	output=$("$@" 2>&1) || result=$?
	is "$name" "$result" 0
	[ "$result" -eq 0 ] || printf '%s\n' "$output" | sed 's/^/#   /'
}

# skip NAME REASON: in the place of a test that cannot run here
skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# eventually COMMAND...: waits at most 10 s until the command succeeds.
eventually()
{
	for _ in $(seq 500); do
		! "$@" > /dev/null 2>&1 || return 0
		sleep 0.02
	done
	"$@"
}

# now: in milliseconds
now() { date +%s%N | cut -c1-13; }

# within MILLISECONDS SINCE: three times as long is still in time, because a machine may be slow. What it
# tells from is longer by far: the time that a server has to stop, or a program to hang.
within()
{
	test $(($(now) - $2)) -lt $(($1 * 3))
}

# status CURL-ARGUMENT...: the status of the last answer; 000 when there was none.
status()
{
	curl --silent --max-time 20 --output /dev/null --write-out '%{http_code}' "$@"
}

# add_user STORE NAME PASSWORD [OPTION...]
add_user()
{
	local store=$1 name=$2 password=$3
	shift 3
	printf '%s\n' "$password" |
		"$POSTERN" user add --store "$store" "$@" --password-stdin "$name" > "$tmp/added" 2>&1
}

# The resident memory of the server in KiB, and the number of its descriptors.
memory()
{
	sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status"
}

descriptors()
{
	find "/proc/$server/fd" -mindepth 1 | wc -l
}

# What follows is for lifecycle_*.sh: a server that becomes a daemon, as root.

# begin_lifecycle: needs root; makes the users, the directories, and $port.
begin_lifecycle()
{
	if [ "$(id -u)" -ne 0 ]; then
		echo "1..0 # SKIP only root can change its user"
		exit 0
	fi
	case $POSTERN in /*) ;; *) POSTERN=$PWD/$POSTERN ;; esac
	case $POSTERN_FAKES in /*) ;; *) POSTERN_FAKES=$PWD/$POSTERN_FAKES ;; esac
	borrow_users
	chmod 755 "$tmp"
	mkdir "$tmp/www"
	echo hello > "$tmp/www/hello.txt"
	echo alice:secret > "$tmp/users.txt"
	port=$(free_port)
	url=http://127.0.0.1:$port
	pid_file=$tmp/run/s.pid
	log=$tmp/log/s.log
	daemon_options=(-y "$tmp/app.conf" --pidfile "$pid_file" -l "$log" -u lt1)
	write_application
	clear_directories lt1
}

free_port()
{
	python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# borrow_users: lt1 and its groups lt1, ltx and lty. Scripts that run at the same time, of whatever
# checkout, share them by a lock on /tmp; the last one removes what the first one made.
borrow_users()
{
	exec {users_lock}< /tmp
	flock -s "$users_lock"
	until users_are_there; do
		# Without waiting, for others may have made them meanwhile.
		! flock -x -n "$users_lock" || users_are_there || make_users
		flock -s "$users_lock"
	done
}

users_are_there()
{
	[ "$(id -G lt1 2> /dev/null)" = "61001 61002 61003" ]
}

make_users()
{
	remove_users # what a script that was killed has left
	groupadd --force --gid 61001 lt1 && groupadd --force --gid 61002 ltx &&
		groupadd --force --gid 61003 lty &&
		useradd --key UID_MAX=61001 --uid 61001 --gid lt1 --groups ltx,lty --no-create-home \
			--comment postern-test lt1 && return
	echo "Bail out! cannot make the user lt1"
	exit 1
}

# Unless they are somebody else's.
remove_users()
{
	! id lt1 || getent passwd lt1 | grep -q :postern-test: || return
	userdel --force lt1 # a process of it may be on its way out
	groupdel lt1
	groupdel ltx
	groupdel lty
} > /dev/null 2>&1

return_users()
{
	flock -x -n "$users_lock" && remove_users
}

# write_application [LINE...]: what is open, what needs a password, and the lines.
write_application()
{
	cat > "$tmp/app.conf" << END
listen = {"tcp:$port:interface=127.0.0.1"}
loops = 2
throttle = "off"
portal "/" { checkers = {"anonymous"} realm = "files:$tmp/www" }
portal "/page" { checkers = {"anonymous"} realm = "page" }
portal "/users" {
    name = "Example" factories = {"basic"} checkers = {"file:$tmp/users.txt"} realm = "page"
}
END
	[ $# -eq 0 ] || printf '%s\n' "$@" >> "$tmp/app.conf"
}

# clear_directories OWNER [MODE]: new ones for the pid file and the log
clear_directories()
{
	rm -rf "$tmp/run" "$tmp/log"
	mkdir "$tmp/run" "$tmp/log"
	chown "$1" "$tmp/run" "$tmp/log"
	chmod "${2:-755}" "$tmp/run" "$tmp/log"
}

# postern VERB [OPTION...]: sets $code; what it says is in $tmp/out and $tmp/error.
postern()
{
	code=0
	timeout --kill-after 5 30 "$POSTERN" "$1" "${daemon_options[@]}" "${@:2}" \
		> "$tmp/out" 2> "$tmp/error" < /dev/null || code=$?
}

# serve NAME [OPTION...]: the daemon must start, and then serve at once.
serve()
{
	postern run "${@:2}"
	is "$1: it starts, and serves" "$code $(status "$url/page/foo") $(grep -v warning "$tmp/error")" \
		"0 200 "
}

# fails NAME CODE TEXT [OPTION...]: it does not start, says one line, and leaves nothing.
fails()
{
	postern run "${@:4}"
	is "$1: the exit code" "$code" "$2"
	claim "$1: one line, with '$3'" one_line "$3"
	claim "$1: nothing is left" nothing_is_left
}

one_line()
{
	grep -v '^postern: warning: ' "$tmp/error" > "$tmp/line"
	cat "$tmp/line"
	[ "$(wc -l < "$tmp/line")" -eq 1 ] && grep -qE -e "$1" "$tmp/line"
}

# end NAME: it stops, and leaves nothing.
end()
{
	postern stop
	is "$1: it stops" "$code $(cat "$tmp/error")" "0 "
	# In the foreground, who started it has yet to notice.
	claim "$1: and nothing is left" eventually nothing_is_left
}

nothing_is_left()
{
	! pgrep --full --list-full "$tmp" && ! port_is_open && [ ! -e "$pid_file" ]
}

port_is_open()
{
	(: <> "/dev/tcp/127.0.0.1/$port") 2> /dev/null
}

pid()
{
	head -n 1 "$pid_file" 2> /dev/null
}

# gone PID: it has ended, whether or not somebody has asked how.
gone()
{
	! grep -qs $'^State:\t[^ZX]' "/proc/$1/status"
}

# field NAME: of what the kernel says of the daemon
field()
{
	sed -n "s/^$1:[[:space:]]*//p" "/proc/$(pid)/status"
}

finish()
{
	if [ "$failed" -gt 0 ] && [ -s "$log" ]; then
		tail -n 20 "$log" | sed 's/^/# log: /'
	fi
	echo "1..$count"
	exit $((failed > 0))
}
