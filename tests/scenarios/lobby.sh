#!/usr/bin/env bash
# Connections on which no request comes for a while wait outside libmicrohttpd, and miss nothing there.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

open=(--at / --auth anonymous --realm page)
client() { python3 -B tests/scenarios/lobby.py "$port" "$1" "$server" "${@:2}"; }

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
	-subj /CN=localhost -keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2> /dev/null
endpoints=(--listen "unix:$tmp/socket"
	--listen "ssl:0:interface=127.0.0.1:certKey=$tmp/cert.pem:privateKey=$tmp/key.pem")
grep -qs '^0*1 ' /proc/net/if_inet6 && endpoints+=(--listen 'tcp6:0:interface=\:\:1')
start --loops 2 --access-log "combined:$tmp/access" "${endpoints[@]}" "${open[@]}"
# port_of URL: the port of another endpoint
port_of() { sed -n "s|.*ready: $1:\([0-9]*\)/\$|\1|p" "$tmp/log"; }
eventually alone # the server asked itself whether it answers
before=$(descriptors)
back_to() { [ "$(descriptors)" -eq "$1" ]; }

claim "200 connections go and come again" client gone 200
claim "and no descriptor is left" eventually back_to "$before"
claim "a head that comes byte by byte after a while is cut off" client slow-head
claim "TLS and Unix sockets are answered after a while" client outside "$tmp/socket" "$(port_of https://127.0.0.1)"
claim "a client is asked again after a while" client named 127.0.0.2 127.0.0.1 "$port"
if [ ${#endpoints[@]} -gt 4 ]; then
	claim "by IPv6, too" client named ::1 ::1 "$(port_of 'http://\[::1\]')"
else
	skip "by IPv6, too" "there is no IPv6"
fi
stop
is "the server ends well" "$code" 0
claim "the access log has its address" grep -q '^127\.0\.0\.2 ' "$tmp/access"
is "and each request once" "$(grep -c '"GET /foo' "$tmp/access")" \
	$((200 + 1 + 3 * 2 + 1 + (${#endpoints[@]} > 4)))

start --loops 1 "${open[@]}"
claim "requests that came before the end are answered, and who says nothing is let go" client stopped 500
ended
is "the server ends well" "$code" 0

echo 'portal "/" { checkers = {"anonymous"} realm = "page" }' > "$tmp/app.conf"
start --loops 2 --application "$tmp/app.conf"
claim "after a reload they are answered by what is new" client reloaded "$tmp/app.conf" "$tmp/log"
stop
is "the server ends well" "$code" 0

start --loops 1 "${open[@]}"
claim "who cannot go there is answered, too" client stuck 20
stop
is "the server ends well" "$code" 0

ulimit -n 300
# as_many: the connections that there can be, as the log says
as_many() { sed -n 's/.*: only \([0-9]*\) connections at a time.*/\1/p' "$tmp/log"; }
start --loops 1 "${open[@]}"
claim "as many as can be are idle, and only one goes when one comes" client full "$(as_many)"
claim "and when all of them leave at once the next one comes in" client at-once "$(as_many)"
stop
is "the server ends well" "$code" 0
mkdir "$tmp/www"
head -c 16000 /dev/zero > "$tmp/www/file"
start --loops 1 --listen tcp:0:interface=127.0.0.2 "${open[@]}" --at /long --auth anonymous --realm "files:$tmp/www" \
	--access-log "combined:$tmp/access"
claim "who does not take all of an answer has none, says the access log" client cut "$tmp/access"
claim "at an endpoint that is full only who is silent makes room" client busy $(($(as_many) / 2))
claim "and not who asks again and again" client quick $(($(as_many) / 2))
claim "nor who takes his answers slowly" client slow $(($(as_many) / 2))
stop
is "the server ends well" "$code" 0
start --loops 1 --listen "unix:$tmp/socket" "${open[@]}"
claim "who comes by a Unix socket to one that is full waits for it, too" client crowded "$tmp/socket" $(($(as_many) / 2))
stop
is "the server ends well" "$code" 0
ulimit -n 120
start --loops 2 --listen "unix:$tmp/socket" "${open[@]}"
claim "and is let in by a loop that has room" client crowded-loops "$tmp/socket" $(($(as_many) / 2))
stop
is "the server ends well" "$code" 0
finish
