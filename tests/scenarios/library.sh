# What the scenarios share: a server that ends with the script, and claims in TAP.
# shellcheck shell=bash disable=SC2034
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

POSTERN=${POSTERN:-build/postern}
POSTERN_FAKES=${POSTERN_FAKES:-build/tests/postern} # with the fake checkers of tests/fakes
tmp=$(mktemp -d)
server=
count=0
failed=0

cleanup()
{
	[ -z "$server" ] || kill -KILL "$server"
	# Whatever else the script started.
	jobs -p | xargs -r kill -KILL
	wait
	rm -rf "$tmp"
} 2> /dev/null
trap cleanup EXIT
trap 'exit 1' INT TERM

# start OPTION...: sets $server, $port and $url; its log is $tmp/log.
start()
{
	: > "$tmp/log" # no leftover of an earlier server
	"${program:-$POSTERN}" run --nodaemon --listen tcp:0:interface=127.0.0.1 "$@" \
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

finish()
{
	if [ "$failed" -gt 0 ] && [ -s "$tmp/log" ]; then
		tail -n 20 "$tmp/log" | sed 's/^/# log: /'
	fi
	echo "1..$count"
	exit $((failed > 0))
}
