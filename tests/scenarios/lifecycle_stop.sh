#!/usr/bin/env bash
# Signals to a daemon: what is in progress is finished, once, in bounded time; reload and rotate.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle
POSTERN=$POSTERN_FAKES

# slow MILLISECONDS: the portal of a checker that takes its time
slow()
{
	echo "portal \"/slow\" { name = \"Slow\" factories = {\"basic\"}" \
		"checkers = {\"later:$1:alice:secret\"} realm = \"page\" }"
}

# begin NAME [OPTION...]: a daemon, and its number in $daemon. Where it is not to wait for anything, it has
# more time for that than `eventually` has.
begin()
{
	rm -f "$log"*
	serve "$@"
	daemon=$(pid)
}

refused() { ! port_is_open; }
patient=(--stop-timeout 300 --kill-grace 300)

# slow_login [TARGET]: its answer is then in $tmp/answer.
slow_login()
{
	curl --silent --include --max-time 60 -u alice:secret "$url${1:-/slow/foo}" > "$tmp/answer" 2>&1
}

write_application "$(slow 2000)"
begin "T72" "${patient[@]}"
kill -TERM "$daemon"
claim "T72 SIGTERM to an idle server: it waits for nobody" eventually gone "$daemon"
claim "T72 nothing is left" nothing_is_left
is "T72 the last line of the log says so" "$(tail -n 1 "$log" | grep -c 'stopped, code 0')" 1

begin "T73" "${patient[@]}"
ask slow_login
kill -TERM "$daemon"
claim "T73 while an answer is made, nobody new is taken" eventually refused
claim "T73 and it is still being made" test -d "/proc/$daemon"
# T77 twenty more change nothing.
for _ in $(seq 20); do
	kill -TERM "$daemon"
	sleep 0.05
done
wait $asking
is "T73 the answer is whole" "$? $(head -n 1 "$tmp/answer" | tr -d '\r')" "0 HTTP/1.1 200 OK"
is "T73 and says that the connection ends" "$(grep -ci '^Connection: close' "$tmp/answer")" 1
claim "T73 it does not take longer than the answer" eventually gone "$daemon"
claim "T73 nothing is left" nothing_is_left
is "T77 of 21 SIGTERMs one is forwarded" "$(grep -c 'forwarding' "$log")" 1

foreground "${patient[@]}"
ask slow_login
kill -TERM "$(pid)"
wait $asking
wait $foreground
is "T73 in the foreground: the exit code is 0" "$? $(head -n 1 "$tmp/answer" | tr -d '\r')" \
	"0 HTTP/1.1 200 OK"

write_application "$(slow 60000)"
begin "T75" --stop-timeout 1 --kill-grace 1 --loops 1
exec {client}<> "/dev/tcp/127.0.0.1/$port"
printf 'GET /page/foo HTTP/1.1\r\nHost: localhost\r\n\r\n' >&$client
read -r _ <&$client
for target in "/slow/foo?token=secret" /slow/bar /slow/bar; do ask slow_login "$target"; done
kill -TERM "$daemon"
claim "T75 a request that never ends is cut after --stop-timeout" eventually gone "$daemon"
wait
exec {client}>&-
is "T75 the log says how many, and which is the oldest" "$(grep -o 'cut while stopping.*' "$log")" \
	"cut while stopping: 3 requests, the oldest from 127.0.0.1: /slow/foo"
claim "T75 nothing is left" nothing_is_left

begin "T76" "${patient[@]}"
exec {client}<> "/dev/tcp/127.0.0.1/$port"
printf 'GET /page/foo HTTP/1.1\r\nHost: localhost\r\n\r\n' >&$client
read -r _ <&$client
kill -TERM "$daemon"
claim "T76 an idle connection does not hold it up" eventually gone "$daemon"
exec {client}>&-
claim "T76 nothing is left" nothing_is_left

begin "T80" "${patient[@]}"
ask slow_login
kill -QUIT "$daemon"
claim "T80 SIGQUIT waits for nobody" eventually gone "$daemon"
wait $asking
is "T80 the connection is cut" "$(cat "$tmp/answer")" ""
claim "T80 nothing is left" nothing_is_left

foreground "${patient[@]}"
daemon=$(pid)
ask slow_login
kill -INT "$daemon"
eventually refused
claim "T79 SIGINT waits for what is in progress" test -d "/proc/$daemon"
kill -INT "$daemon"
claim "T79 a second SIGINT does not" eventually gone "$daemon"
wait $foreground
is "T79 the exit code is 0" $? 0
wait $asking
claim "T79 nothing is left" nothing_is_left

begin "T81"
kill -STOP "$daemon"
postern stop
is "T81 a daemon that sleeps is woken and stopped" "$code $(cat "$tmp/error")" "0 "
claim "T81 nothing is left" nothing_is_left

# Reload. One connection stays open all the time.
logins() { echo "$(status -u alice:secret "$url/users/") $(status -u alice:changed "$url/users/")"; }
reloads() { grep -c "$1" "$log"; }
with_memory()
{
	write_application "portal \"/memory\" {
	name = \"Example\" factories = {\"basic\"} checkers = {\"memory:alice:$1\"} realm = \"page\" }"
}
memory_logins()
{
	echo "$(status -u alice:secret "$url/memory/") $(status -u alice:changed "$url/memory/")"
}
with_memory secret
begin "T84"
is "T84 before" "$(memory_logins)" "200 401"
exec {client}<> "/dev/tcp/127.0.0.1/$port"
with_memory changed
postern reload
is "T84 reload says that it was sent" "$code $(grep -c sent "$tmp/out")" "0 1"
eventually sh -c "[ \$(curl -so /dev/null -w '%{http_code}' -u alice:changed $url/memory/) = 200 ]"
is "T84 the new password counts, the old one does not" "$(memory_logins)" "401 200"
printf 'GET /page/foo HTTP/1.1\r\nHost: localhost\r\n\r\n' >&$client
read -r answer <&$client
is "T84 the process is the same, and so is a connection" "$(pid) ${answer%$'\r'}" \
	"$daemon HTTP/1.1 200 OK"
exec {client}>&-

echo "nonsense" > "$tmp/app.conf"
kill -HUP "$daemon"
claim "T85 a broken file is named with its line" eventually grep -q "app.conf:1: " "$log"
is "T85 and what was there stays" "$(memory_logins)" "401 200"
end "T85"

write_application "$(slow 2000)"

begin "T88"
kill -USR2 "$daemon"
claim "T88 SIGUSR2 writes the state to the log" eventually grep -qE \
	"status: up [0-9]+ s, generation 0, 1 requests, [01] connections, 0 programs, [0-9]+ descriptors, [0-9]+ KiB" \
	"$log"
eventually alone "$daemon"
is "T88 it counts its descriptors" "$(reported "$daemon" 's/.*, \([0-9]*\) descriptors.*/\1/p')" \
	"$(find "/proc/$daemon/fd" -mindepth 1 | wc -l)"
kill -USR1 "$daemon"
claim "T88 SIGUSR1 rotates the log" eventually test -e "$log.1"
is "T88 it serves on" "$(status "$url/page/foo")" 200

head -c 5000000 /dev/zero > "$tmp/www/big.bin"
python3 -c "
import socket
for i in range(200):
	with socket.create_connection(('127.0.0.1', $port), 10) as client:
		client.sendall(b'GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n')
		client.recv(1000)"
is "T89 200 clients that leave in the middle: it serves on" "$(status "$url/page/foo")" 200
is "T89 and it is the same process" "$(pid)" "$daemon"

for signal in TTOU TTIN TSTP WINCH IO PWR URG PIPE; do kill -$signal "$daemon"; done
requests > /dev/null # it has seen them all
is "T91 signals of terminals: it serves on" "$(status "$url/page/foo")" 200
claim "T91 and was not stopped" grep -q "^State:[[:space:]]*[SR]" "/proc/$daemon/status"
end "T91"
# The bits of TSTP, TTIN and TTOU, then those of PIPE, URG, WINCH, IO and PWR.
ignored() { echo "$((0x$(field SigIgn) >> 19 & 7)) $((0x$(field SigIgn) & 0x38401000))"; }
begin "T91"
is "T91 a daemon ignores what terminals send" "$(ignored)" "7 $((0x38401000))"
end "T91"
foreground
is "T91 in the foreground job control works" "$(ignored)" "0 $((0x38401000))"
for signal in WINCH IO PWR URG PIPE; do kill -$signal "$(pid)"; done
is "T91 and what nobody needs is ignored" "$(status "$url/page/foo")" 200
end "T91"
wait $foreground

the_rest_needs_root "T87 a file that a reload cannot read"
with_memory secret
chmod 600 "$tmp/app.conf"
begin "T87"
claim "T87 the start warns of a file that a reload cannot read" \
	grep -q "warning: .*reload.*app.conf.*Permission denied" "$tmp/error"
kill -HUP "$daemon"
claim "T87 the reload says so" eventually grep -q "app.conf': Permission denied" "$log"
is "T87 and what was there stays" "$(memory_logins)" "200 401"
chmod 644 "$tmp/app.conf"
end "T87"
finish
