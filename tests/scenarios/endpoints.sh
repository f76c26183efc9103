#!/usr/bin/env bash
# Every kind of endpoint is served, and what cannot be is said before anything starts.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
	-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
	-keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2> /dev/null
guarded=(--at / --name Example --factory digest --factory basic --auth memory:alice:secret
	--realm page)
endpoints=(--listen "unix:$tmp/socket:mode=660"
	--listen "ssl:0:interface=127.0.0.1:certKey=$tmp/cert.pem:privateKey=$tmp/key.pem")
v6=0
grep -qs '^0*1 ' /proc/net/if_inet6 && v6=1
[ $v6 -eq 0 ] || endpoints+=(--listen 'tcp6:0:interface=\:\:1')

# ready PATTERN: the URL of an endpoint, from the log
ready()
{
	sed -n "s|.*ready: \($1[^/]*\)/\$|\1|p" "$tmp/log"
}

start --loops 2 "${endpoints[@]}" "${guarded[@]}"
secure=$(ready 'https:..127')
is "tcp" "$(status --digest -u alice:secret "$url/foo")" 200
is "unix" "$(status --digest -u alice:secret --unix-socket "$tmp/socket" http://localhost/foo)" 200
is "unix: the mode is what was asked for" "$(stat -c %a "$tmp/socket")" 660
is "ssl" "$(status --cacert "$tmp/cert.pem" --digest -u alice:secret "$secure/foo")" 200
is "ssl: a wrong password" "$(status --cacert "$tmp/cert.pem" -u alice:wrong "$secure/foo")" 401
is "ssl: nothing older than TLS 1.2" "$(status --cacert "$tmp/cert.pem" --tls-max 1.1 "$secure/foo")" 000
is "ssl: no plain text" "$(status "http://${secure#https://}/foo")" 000
if [ $v6 -eq 1 ]; then
	is "tcp6" "$(status --globoff --digest -u alice:secret "$(ready 'http:..\[')/foo")" 200
else
	is "tcp6 # SKIP there is no IPv6" 1 1
fi

is "a port that is taken stops the start" "$("$POSTERN" run --nodaemon \
	--listen "tcp:$port:interface=127.0.0.1" "${guarded[@]}" > "$tmp/out" 2>&1; echo $?)" 69
claim "and the message names it" grep -q "tcp:$port:.*Address already in use" "$tmp/out"
stop
is "the server ends well" "$code" 0
claim "the socket is removed" test ! -e "$tmp/socket"
is "a missing certificate stops the start" "$("$POSTERN" run --nodaemon \
	--listen "ssl:0:certKey=$tmp/nothing.pem:privateKey=$tmp/key.pem" "${guarded[@]}" \
	> "$tmp/out" 2>&1; echo $?)" 66
claim "and the message names it" grep -q "nothing.pem.*No such file or directory" "$tmp/out"
finish
