#!/usr/bin/env bash
# Under a supervisor: readiness, watchdog, sockets that are passed, and the least of privileges.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

# supervise NAME CODE: runs the Python code, which ends well; `server` starts one with a
# NOTIFY_SOCKET, `hear` returns the lines of the next datagram, `get` asks for a page.
supervise()
{
	rm -f "$tmp/notify"
	timeout 60 python3 -c "
import os, signal, socket, subprocess, sys, time, urllib.request
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.settimeout(30)
options = sys.argv[1:]
def server(address='$tmp/notify', more=(), sockets=(), **environment):
	notify.bind(address.replace('@', '\0', 1))
	if not address.startswith('@'):
		os.chmod(address, 0o777)
	environment = dict(os.environ, NOTIFY_SOCKET=address, **environment)
	return subprocess.Popen([*options, '-n', '--pidfile', '', *more], env=environment)
def hear():
	return notify.recv(4096).decode().splitlines()
def until(line):
	while True:
		lines = hear()
		if line in lines:
			return lines
def get(path='/page/foo'):
	with urllib.request.urlopen('$url' + path, timeout=30) as answer:
		return answer.status
$2" "$POSTERN" run "${daemon_options[@]}" > "$tmp/out" 2>&1 < /dev/null
	is "$1" "$? $(grep -v '^....-..-..T' "$tmp/out")" "0 "
}

"$POSTERN" run "${daemon_options[@]}" -n -l - --pidfile '' > "$tmp/out" 2>&1 &
foreground=$!
eventually port_is_open
seen_is "T128 in the foreground, it is the process that was started" "$(listeners)" "pid=$foreground"
claim "T128 standard output has the log" eventually grep -q "info lifecycle: ready" "$tmp/out"
is "T128 and no file is made" "$(find "$tmp/run" "$tmp/log" -type f)" ""
kill -TERM $foreground
wait $foreground
is "T128 it ends well" $? 0

for address in "$tmp/notify" "@postern-test-$$"; do
	supervise "T129 ${address:0:1}: READY=1 when it serves, STOPPING=1 before it does not" "
process = server('$address')
lines = until('READY=1')
assert get() == 200
assert any(line.startswith('STATUS=') for line in lines), lines
process.send_signal(signal.SIGTERM)
lines = until('STOPPING=1')
assert 'EXTEND_TIMEOUT_USEC=16000000' in lines, lines
assert process.wait() == 0"
done

supervise "T130 a reload is told, and its end" "
process = server()
until('READY=1')
process.send_signal(signal.SIGHUP)
lines = until('RELOADING=1')
assert any(line.startswith('MONOTONIC_USEC=') for line in lines), lines
until('READY=1')
assert get() == 200
process.terminate()
assert process.wait() == 0"

supervise "T131 the watchdog hears from it again and again, and not when it hangs" "
process = server(WATCHDOG_USEC='1000000')
until('READY=1')
for _ in range(3):
	until('WATCHDOG=1')
process.send_signal(signal.SIGSTOP)
notify.settimeout(1.5)
try:
	while True:
		hear()
except TimeoutError:
	pass
process.send_signal(signal.SIGCONT)
process.terminate()
assert process.wait() == 0"

# heard SECONDS: whether a WATCHDOG=1 comes in that time
watch='
def heard(seconds):
	end = time.monotonic() + seconds
	while time.monotonic() < end:
		notify.settimeout(max(end - time.monotonic(), 0.01))
		try:
			if "WATCHDOG=1" in hear():
				return True
		except TimeoutError:
			return False
	return False
def drop():
	notify.setblocking(False)
	try:
		while True:
			hear()
	except BlockingIOError:
		pass
'
POSTERN_REAL=$POSTERN
POSTERN=$POSTERN_FAKES
write_application 'portal "/stuck" { checkers = {"anonymous"} realm = "stuck" }'
supervise "T131 one of two loops is stuck: the watchdog hears nothing more" "$watch
process = server(WATCHDOG_USEC='500000')
until('READY=1')
assert heard(10)
stuck = socket.create_connection(('127.0.0.1', $port), 10)
stuck.sendall(b'GET /stuck HTTP/1.1\r\nHost: localhost\r\n\r\n')
time.sleep(2)
drop()
assert not heard(3)
process.kill()
assert process.wait() == -signal.SIGKILL"
claim "T131 the log says why" grep -q "error lifecycle: a loop is stuck" "$log"
POSTERN=$POSTERN_REAL
write_application

# So few descriptors that there are soon no connections left.
few='
import resource
def full(address):
	idle = []
	for _ in range(40):
		idle.append(socket.socket())
		idle[-1].setblocking(False)
		idle[-1].connect_ex(address)
	return idle
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
'
supervise "T131 clients take all connections: that is no reason to end the server" "$watch $few
process = server(more=['--loops', '1'], WATCHDOG_USEC='500000')
until('READY=1')
assert heard(10)
idle = full(('127.0.0.1', $port))
time.sleep(2)
drop()
assert heard(10)
for connection in idle:
	connection.close()
assert heard(10)
process.terminate()
assert process.wait() == 0"

supervise "T131 nor when those who have them ask again and again" "$watch $few
import threading
done = False
def ask(clients):
	while not done:
		for client in clients:
			try:
				client.send(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
				client.recv(65536)
			except OSError: # it is not let in, or has not got its answer yet
				pass
		time.sleep(0.2)
process = server(more=['--loops', '1'], WATCHDOG_USEC='500000')
until('READY=1')
assert heard(10)
asking = threading.Thread(target=ask, args=[full(('127.0.0.1', $port))])
asking.start()
time.sleep(4)
drop()
again = heard(10)
done = True
asking.join()
process.terminate()
assert process.wait() == 0
assert again"

supervise "S16 a server that does not answer is never ready" "$few
holder = socket.create_server(('127.0.0.1', $port), backlog=128)
idle = full(('127.0.0.1', $port))
notify.bind('$tmp/notify')
os.chmod('$tmp/notify', 0o777)
notify = socket.socket(fileno=os.dup(notify.fileno()))
os.dup2(holder.fileno(), 3)
line = 'export LISTEN_FDS=1 LISTEN_PID=\$\$; exec \"\$@\"'
process = subprocess.Popen(['sh', '-c', line, 'sh', *options, '-n', '--pidfile', '', '--loops', '1',
	'--start-timeout', '1', '--listen', 'systemd:domain=INET:index=0'], pass_fds=[3],
	env=dict(os.environ, NOTIFY_SOCKET='$tmp/notify'), stderr=open('$tmp/error', 'w'))
assert process.wait() == 75, process.returncode
notify.setblocking(False)
try:
	assert 'READY=1' not in hear()
except BlockingIOError:
	pass"
claim "S16 and it says so" one_line "postern: ready: cannot get an answer from '$url/': Connection timed out"
is "S16 in the last line of the log, too" "$(tail -n 1 "$log" | grep -c 'stopped, code 75')" 1

"$POSTERN" run "${daemon_options[@]}" -n --listen "tcp:$port:interface=127.0.0.1" \
	--listen "unix:$tmp/run/socket:mode=600" &
foreground=$!
claim "S16 an endpoint that is closed to the server itself is not asked" \
	eventually grep -q "cannot connect to 'unix:$tmp/run/socket': Permission denied: it will not" "$log"
is "S16 and it serves" "$(eventually port_is_open; status "$url/page/foo")" 200
kill -USR2 $foreground
claim "S16 what the server asks itself is no request" eventually grep -q "status: .* 1 requests" "$log"
end "S16"
wait $foreground

NOTIFY_SOCKET=$tmp/nobody timeout 60 "$POSTERN" run "${daemon_options[@]}" -n 2> "$tmp/error" &
foreground=$!
claim "T132 nobody listens to its notifications: it serves" eventually port_is_open
claim "T132 and says so" grep -q NOTIFY_SOCKET "$tmp/error"
end "T132"
wait $foreground

mkfifo "$tmp/ready"
"$POSTERN" run "${daemon_options[@]}" -n --notify-fd 7 7> "$tmp/ready" &
foreground=$!
is "s6: a newline when it is ready, then the end" "$(timeout 60 od -An -c "$tmp/ready")" \
	"$(echo | od -An -c)"
is "s6: and it is" "$(status "$url/page/foo")" 200
end "s6"
wait $foreground

# Sockets that are passed.
passed=(--listen systemd:domain=INET:index=0)
if systemd-socket-activate --version > /dev/null 2>&1; then
	timeout 60 systemd-socket-activate -l "127.0.0.1:$port" --fdname=http \
		"$POSTERN" run "${daemon_options[@]}" "${passed[@]}" -n 2> /dev/null &
	activate=$!
	eventually port_is_open
	is "T133 the socket of systemd-socket-activate" "$(status "$url/page/foo")" 200
	end "T133"
	wait $activate
else
	skip "T133 the socket of systemd-socket-activate" "it is not here"
fi

# with_descriptor_3 [OPTION...]: the program with LISTEN_FDS=1, and its own number in LISTEN_PID
with_descriptor_3()
{
	code=0
	# shellcheck disable=SC2016
	timeout 60 sh -c 'export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@"' sh "$POSTERN" run \
		"${daemon_options[@]}" "${passed[@]}" "$@" > "$tmp/out" 2> "$tmp/error" || code=$?
}
with_descriptor_3 -n 3< "$tmp/app.conf"
is "T135 what is passed is no socket" "$code" 78
claim "T135 and it says so" one_line "socket"
with_descriptor_3 3< "$tmp/app.conf"
is "T136 sockets are passed to what would be a daemon" "$code" 64
claim "T136 and it says so" one_line "nodaemon|LISTEN_FDS"
claim "T136 nothing is left" nothing_is_left

supervise "T137 ten restarts behind a socket that stays: no client notices" "
import threading
listener = socket.create_server(('127.0.0.1', $port), backlog=128)
done = False
answers = []
def ask():
	while not done:
		answers.append(get())
notify = notify.dup() # it may be descriptor 3
notify.bind('$tmp/notify')
os.chmod('$tmp/notify', 0o777)
def start():
	os.dup2(listener.fileno(), 3)
	line = 'export LISTEN_FDS=1 LISTEN_PID=\$\$; exec \"\$@\"'
	process = subprocess.Popen(['sh', '-c', line, 'sh', *options, '-n', '--pidfile', '',
		'--listen', 'systemd:domain=INET:index=0'], pass_fds=[3],
		env=dict(os.environ, NOTIFY_SOCKET='$tmp/notify'))
	until('READY=1') # it serves before, but cannot be stopped without a complaint
	return process
client = threading.Thread(target=ask)
process = start()
client.start()
for _ in range(10):
	before = len(answers)
	while len(answers) < before + 3 and client.is_alive():
		time.sleep(0.01)
	process.terminate()
	assert process.wait() == 0
	process = start()
done = True
client.join()
process.terminate()
assert process.wait() == 0
assert set(answers) == {200} and len(answers) >= 30, answers"

# As the unit would: no root, no capability, no way to get one, few files, nothing to write to but
# what is its own.
confined()
{
	unshare --mount sh -c 'mount -o remount,bind,ro / && mount -t tmpfs tmpfs /mnt || exit 77
		ulimit -n 64; exec "$@"' sh \
		"${become[@]}" --bounding-set=-all --inh-caps=-all \
		--no-new-privs "$@"
}
if unshare --mount true 2> /dev/null; then
	chown "$user" "$tmp/run"
	# What is on another mount stays as it is; where /tmp is on the root, nothing can be written.
	confined timeout 60 "$POSTERN" run -y "$tmp/app.conf" -n -l - --pidfile '' > "$tmp/out" 2>&1 &
	foreground=$!
	claim "T140 with the least of privileges, it serves" eventually \
		grep -q "info lifecycle: ready" "$tmp/out"
	is "T140 pages and logins" \
		"$(status "$url/page/foo") $(status -u alice:secret "$url/users/")" "200 200"
	is "T140 and says nothing worse than warnings" "$(grep -c ' error ' "$tmp/out")" 0
	pgrep -f "^$POSTERN run -y $tmp/app.conf" | xargs kill -TERM
	wait $foreground
	is "T140 it ends well" $? 0
else
	skip "T140 with the least of privileges" "there are no namespaces"
fi
claim "nothing is left" nothing_is_left
finish
