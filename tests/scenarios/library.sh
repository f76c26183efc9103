# What the scenarios share: a server that ends with the script, and claims in TAP.
# shellcheck shell=bash disable=SC2034,SC2119,SC2120
set -u
umask 022 # whoever runs it: others see what is made for them, and what they could write is not loaded
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

POSTERN=${POSTERN:-build/postern}
POSTERN_FAKES=${POSTERN_FAKES:-build/tests/postern} # with the fake checkers of tests/fakes
tmp=$(mktemp -d)
server=
log=$tmp/log
made_user=
patience=(--login-timeout 120) # hashes wait for all else that a machine has to do
count=0
failed=0

cleanup()
{
	[ -z "$server" ] || kill -KILL "$server"
	# Whatever else the script started.
	jobs -p | xargs -r kill -KILL
	pgrep -f "$tmp" | xargs -r kill -KILL
	[ -z "$made_user" ] || { pgrep -u "$made_user" | xargs -r kill -KILL; remove_user; }
	wait
	grep -o " $tmp/[^ ]*" /proc/mounts | xargs -r umount
	rm -rf "$tmp"
} 2> /dev/null
trap cleanup EXIT
trap 'exit 1' HUP INT PIPE TERM

# start OPTION...: sets $server, $port and $url; its log is $tmp/log. It lets us guess and has patience,
# unless an option says else.
start()
{
	: > "$tmp/log" # no leftover of an earlier server
	"${program:-$POSTERN}" run --nodaemon --listen tcp:0:interface=127.0.0.1 --throttle off \
		"${patience[@]}" "$@" >> "$tmp/log" 2>&1 < /dev/null &
	server=$!
	for _ in $(seq 1500); do
		port=$(sed -n 's|.*ready: http://127\.0\.0\.1:\([0-9]*\)/.*|\1|p' "$tmp/log")
		url=http://127.0.0.1:$port
		[ -z "$port" ] || return 0
		kill -0 "$server" 2> /dev/null || break
		sleep 0.02
	done
	echo "Bail out! the server did not become ready: $(tail -n 5 "$tmp/log")"
	exit 1
}

# stop [SIGNAL]: sets $code, the exit code; 137 when it had to be killed after 30 s.
stop()
{
	kill "-${1:-TERM}" "$server"
	ended
}

ended()
{
	for _ in $(seq 1500); do
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

# eventually COMMAND...: waits until the command succeeds; at least 30 s, because a machine may be slow.
eventually()
{
	for _ in $(seq 1500); do
		! "$@" > /dev/null 2>&1 || return 0
		sleep 0.02
	done
	"$@"
}

# now: in milliseconds
now() { date +%s%N | cut -c1-13; }

# status CURL-ARGUMENT...: the status of the last answer; 000 when there was none.
status()
{
	curl --silent --max-time 60 --output /dev/null --write-out '%{http_code}' "$@"
}

# add_user STORE NAME PASSWORD [OPTION...]
add_user()
{
	local store=$1 name=$2 password=$3
	shift 3
	printf '%s\n' "$password" |
		"$POSTERN" user add --store "$store" "$@" --password-stdin "$name" > "$tmp/added" 2>&1
}

# hold FILE: a writer holds that store until `release`.
hold()
{
	coproc WRITER { sqlite3 -batch "$1" 2>&1; }
	# shellcheck disable=SC2153 # coproc sets it
	writer=$WRITER_PID
	printf 'BEGIN EXCLUSIVE;\nSELECT 1;\n' >&"${WRITER[1]}"
	read -r _ <&"${WRITER[0]}"
}
release() { printf 'COMMIT;\n.quit\n' >&"${WRITER[1]}" && wait "$writer" 2> /dev/null; }

# write_doer FILE: a program for a checker `exec:`; it lets in who presents, as the password, a command
# that can be done.
write_doer()
{
	cat > "$1" << 'END'
#!/bin/bash
sh -c "$(tail -z -n +2 <&3 | head -z -n 1 | tr -d '\0')" || exit 1
END
	chmod 755 "$1"
}

# can COMMAND: 200 when that program can do it at /do/, 401 when it cannot
can() { status -u "somebody:$1" "$url/do/"; }

# The resident memory of the server in KiB, the number of its descriptors, and alone [PID]: nobody is
# connected to it.
memory() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status"; }
descriptors() { find "/proc/$server/fd" -mindepth 1 | wc -l; }
alone() { [ "$(reported "${1:-$server}" 's/.*status: up .* \([0-9]*\) connections.*/\1/p')" = 0 ]; }

# What follows is for lifecycle_*.sh: a server that becomes a daemon, and changes its user as root.

# begin_lifecycle: as root, makes a user; makes the directories, and chooses $port. Scripts, of whatever
# checkout, can run at the same time, and where the user cannot come: nothing but $tmp is used.
begin_lifecycle()
{
	chmod 755 "$tmp"
	install -m 755 "$POSTERN" "$tmp/postern"
	install -m 755 "$POSTERN_FAKES" "$tmp/postern-fakes"
	POSTERN=$tmp/postern
	POSTERN_FAKES=$tmp/postern-fakes
	checkout=$PWD
	cd "$tmp" || exit 1
	choose_user
	mkdir "$tmp/www"
	echo hello > "$tmp/www/hello.txt"
	echo alice:secret > "$tmp/users.txt"
	port=$(free_port)
	url=http://127.0.0.1:$port
	pid_file=$tmp/run/s.pid
	log=$tmp/log/s.log
	daemon_options=(-y "$tmp/app.conf" --pidfile "$pid_file" -l "$log" -u "$user")
	write_application
	clear_directories "$user"
}

# choose_user: $user with the number $uid and the groups $group_ids, whom the server becomes and as_user
# runs commands. Who is not root stays who he is.
choose_user()
{
	become=()
	user=$(id -un)
	if [ "$(id -u)" -eq 0 ]; then
		make_user
		become=(setpriv --reuid "$user" --regid "$user" --init-groups)
	fi
	uid=$(id -u "$user")
	gid=$(id -g "$user")
	group_ids=$(id -G "$user" | tr ' ' '\n' | sort -n | xargs)
}

as_user() { "${become[@]}" "$@"; }

# the_rest_needs_root NAME...: who is not root skips the cases with these names, and finishes.
the_rest_needs_root()
{
	[ "$(id -u)" -ne 0 ] || return 0
	for name in "$@"; do skip "$name" "needs root"; done
	finish
}

# root_is NAME GOT EXPECTED: only root owns a file that it made, or counts what the server has open.
root_is()
{
	if [ "$(id -u)" -eq 0 ]; then is "$@"; else skip "$1" "needs root"; fi
}

# seen_is NAME GOT EXPECTED: what others have open, their environment and their directory is for those
# to see who may trace them: for root, but not in most containers.
seen_is()
{
	if sees_others; then is "$@"; else skip "$1" "needs root, and CAP_SYS_PTRACE"; fi
}
sees_others() { (((0x$(sed -n 's/^CapEff:\t//p' /proc/self/status) & 1 << 19) != 0)); }

# A port below those that the kernel gives to whoever does not ask for one.
free_port()
{
	python3 -c '
import random, socket
while True:
	port = random.randrange(10000, 30000)
	try:
		socket.create_server(("127.0.0.1", port)).close()
		break
	except OSError:
		pass
print(port)'
}

# make_user: one with three groups. They are named after this script, which removes them.
make_user()
{
	user=lt$$
	made_user=$user
	remove_user # what a script of that number has left that was killed
	if ! { add_account groupadd "$user" && add_account groupadd "${user}x" &&
		add_account groupadd "${user}y" && add_account useradd --gid "$user" \
		--groups "${user}x,${user}y" --no-create-home --no-log-init "$user"; }; then
		echo "Bail out! cannot make the user $user"
		exit 1
	fi
}

# add_account COMMAND...: the tools do not wait for each other for long.
add_account() { eventually "$1" --system "${@:2}"; }

remove_user()
{
	! id "$made_user" || eventually userdel --force "$made_user" # a process of it may be on its way out
	for name in "$made_user" "${made_user}x" "${made_user}y"; do
		! getent group "$name" || eventually groupdel "$name"
	done
} > /dev/null 2>&1

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
	timeout --kill-after 5 60 "$POSTERN" "$1" "${daemon_options[@]}" "${@:2}" \
		> "$tmp/out" 2> "$tmp/error" < /dev/null || code=$?
}

# serve NAME [OPTION...]: the daemon must start, and then serve at once.
serve()
{
	postern run "${@:2}"
	is "$1: it starts, and serves" "$code $(status "$url/page/foo") $(grep -v warning "$tmp/error")" \
		"0 200 "
}

# foreground [OPTION...]: the same in the foreground, as $foreground; returns when it is ready.
foreground()
{
	local before
	before=$(readies)
	timeout --kill-after 5 60 "$POSTERN" run "${daemon_options[@]}" -n "$@" < /dev/null \
		> "$tmp/out" 2> "$tmp/error" &
	foreground=$!
	eventually is_ready_again "$before"
}
readies() { cat "$log" 2> /dev/null | grep -c 'lifecycle: ready'; }
is_ready_again() { [ "$(readies)" -gt "$1" ]; }

# ask COMMAND...: runs it in the background, as $asking; returns when the daemon has begun to answer.
ask()
{
	local before
	before=$(requests)
	"$@" &
	asking=$!
	eventually has_begun "$before"
}
has_begun() { [ "$(requests)" -gt "$1" ]; }

# reported PID SED-EXPRESSION: what that finds in the line that the server is told to write to its log.
reported()
{
	local before
	before=$(grep -c 'status: up' "$log")
	kill -USR2 "$1"
	eventually has_reported "$before"
	sed -n "$2" "$log" | tail -n 1
}
# requests: how many the daemon has begun to answer.
requests() { reported "$(pid)" 's/.*status: up .* \([0-9]*\) requests.*/\1/p'; }
has_reported() { [ "$(grep -c 'status: up' "$log")" -gt "$1" ]; }

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
	! pgrep --full --list-full "$tmp" && ! port_is_open && [ ! -e "$pid_file" ] &&
		! { [ -n "$made_user" ] && pgrep --list-full --runstates D,R,S,T -u "$made_user"; }
}

# Who listens on the port: pid=NUMBER, one a line; for `seen_is`.
listeners() { ss -Hltnp "sport = :${1:-$port}" | grep -o 'pid=[0-9]*' | sort -u; }

serves() { [ "$(status "$url/page/foo")" = 200 ]; }

port_is_open() { (: <> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; }

pid() { head -n 1 "$pid_file" 2> /dev/null; }

# gone PID: it has ended, whether or not somebody has asked how.
gone()
{
	# Its threads hold its locks and sockets until the last of them has ended, too.
	! grep -qs $'^State:\t[^ZX]' "/proc/$1/task/"*/status
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
