#!/usr/bin/env bash
# Signals end the server well: what is in progress is finished, what is idle is closed.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir "$tmp/www"
head -c 20000000 /dev/zero > "$tmp/www/big.bin"
open=(--at / --auth anonymous --realm "files:$tmp/www" --at /page --auth anonymous --realm page)

pid() { echo "$server"; } # whom `requests` and `ask` ask
# begun NUMBER: so many requests have been seen
begun() { [ "$(requests)" -ge "$1" ]; }
has_no_more() { [ "$(descriptors)" -le "$before" ]; }
refused() { [ "$(status "$url/page/foo")" = 000 ]; }

# client CODE: python with a connection `c` to the server and its file `f`
client()
{
	python3 -c "
import os, socket, sys, time
def connect():
    c = socket.create_connection(('127.0.0.1', $port), 60)
    return c, c.makefile('rb')
def get(path, more=''):
    return f'GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n'.encode()
def head(f):
    lines = list(iter(f.readline, b'\r\n'))
    assert lines[0], 'no answer'
    return lines[0].decode().split()[1], dict(l.decode().rstrip().split(': ', 1) for l in lines[1:])
c, f = connect()
$1"
}

for signal in TERM INT; do
	start "${open[@]}"
	is "SIG$signal: the server answers before" "$(status "$url/page/foo")" 200
	stop $signal
	is "SIG$signal: the exit code is 0" "$code" 0
	is "SIG$signal: nobody listens any more" "$(status "$url/page/foo")" 000
done

start --loops 2 --stop-timeout 300 "${open[@]}"
client "
c.sendall(get('/page/foo'))
status, fields = head(f)
assert status == '200', status
f.read(int(fields['Content-Length']))
open('$tmp/idle', 'w')
assert f.read() == b'', 'the server said something'
" &
idle=$!
eventually test -e "$tmp/idle"
stop
is "an idle connection does not hold the server up" "$code" 0
wait "$idle"
is "an idle connection is closed" $? 0

start --loops 2 --stop-timeout 300 "${open[@]}"
client "
c.sendall(get('/big.bin'))
status, fields = head(f)
f.read(100000)
open('$tmp/reading', 'w')
while os.path.exists('$tmp/reading'):
    time.sleep(0.05)
assert len(f.read(int(fields['Content-Length']) - 100000)) == 19900000, 'cut'
assert f.read() == b'', 'still open'
" &
reader=$!
eventually test -e "$tmp/reading"
kill -TERM "$server"
claim "while it stops, nobody new is taken" eventually refused
kill -TERM "$server"
rm "$tmp/reading"
ended
is "a file on its way: the exit code is 0" "$code" 0
wait "$reader"
is "a file on its way arrives whole" $? 0

program=$POSTERN_FAKES
start --at /slow --name Example --factory basic --auth later:500:alice:secret --realm page
login() { status -u alice:secret "$url/slow/foo" > "$tmp/status"; }
ask login
stop
wait "$asking"
is "a login in the pool: the exit code is 0" "$code" 0
is "a login in the pool is finished" "$(cat "$tmp/status")" 200
program=$POSTERN

start --stop-timeout 1 "${open[@]}"
client "
c.sendall(get('/big.bin'))
open('$tmp/stuck', 'w')
while os.path.exists('$tmp/stuck'):
    time.sleep(0.05)
" &
eventually test -e "$tmp/stuck"
eventually begun 1
stop
is "a client that never reads is waited for no longer than --stop-timeout" "$code" 0
claim "and is named in the log" grep -q "cut while stopping: 1 requests" "$tmp/log"
rm "$tmp/stuck"

# The realm ends the program with 134 when somebody is not logged out.
program=$POSTERN_FAKES
start --loops 2 --stop-timeout 1 \
	--at /counting --name Example --factory basic --auth memory:alice:secret --realm counting \
	--at /slow --name Example --factory basic --auth later:500:alice:secret --realm counting
client "
import base64
login = 'Authorization: Basic ' + base64.b64encode(b'alice:secret').decode() + '\r\n'
connections = []
for path in ('/counting/large', '/slow/foo', '/slow/large', '/slow/left') * 3:
    connections.append(connect()[0])
    connections[-1].sendall(get(path, login))
connections.pop().close()
open('$tmp/stuck', 'w')
while os.path.exists('$tmp/stuck'):
    time.sleep(0.05)
" &
eventually test -e "$tmp/stuck"
eventually begun 11
stop
is "whoever is logged in when it stops is logged out once" "$code" 0
rm "$tmp/stuck"
program=$POSTERN

start --loops 1 "${open[@]}"
status "$url/page/foo" > /dev/null
eventually alone
before=$(descriptors)
for _ in $(seq 20); do status "$url/page/foo" "$url/big.bin" "$url/nothing"; done > /dev/null
client "
for i in range(50):
    c, f = connect()
    c.sendall(get('/page/foo', 'Connection: close\r\n'))
    f.read()
    c.close()
"
claim "no descriptor is leaked" eventually has_no_more
stop
is "and the exit code is 0" "$code" 0
finish
