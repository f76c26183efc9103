#!/usr/bin/env bash
# What was done to other servers is done to this one: tests/conversations/peers_history.cases has the list.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

history() { python3 -B tests/scenarios/history.py "$@"; }
# ask CURL-ARGUMENT...: what comes is of no interest
ask() { curl --silent --max-time 60 --path-as-is --output /dev/null "$@"; }
encoded() { printf '%b' "$1" | base64 -w 0; }

write_doer "$tmp/do"
: > "$tmp/passwords"
htpasswd -i -B -C 4 "$tmp/passwords" alice <<< secret 2> /dev/null
start --at / --auth anonymous --realm page \
	--at /digest --name Example --factory digest --factory basic --auth memory:alice:secret:bob:builder --realm page \
	--at /file --name File --factory basic --auth "htpasswd:$tmp/passwords" --realm page \
	--at /do --name Do --factory basic --auth "exec:$tmp/do:timeout=20" --realm page

claim "CVE-2020-35452: nonces of every length are refused" history "$port" lengths

# A line of the log is written by the server alone.
line='\n2026-01-01T00:00:00.000Z warning http: forged from 192.0.2.1'
ask -H "Authorization: Basic $(encoded "al${line}ice:secret")" "$url/digest/foo"
ask -H "Authorization: Basic $(encoded "al\\0ice\\r${line}\\033[2J:secret")" "$url/digest/foo"
ask -H "Authorization: Basic $(encoded "alice:secret${line}")" "$url/digest/foo"
ask -H "Authorization: Digest username*=UTF-8''al%0aforged%20from%20192.0.2.1%1b, realm=\"x\"" "$url/digest/foo"
ask -H "Authorization: forged-from-192.0.2.1 x" "$url/digest/foo"
ask -H "Authorization: $(encoded alice:secret)" "$url/digest/foo"
ask -H "Authorization: $(encoded alice:secret) x" "$url/digest/foo"
ask -H "Authorization: Bearer $(encoded alice:secret)" "$url/digest/foo"
ask -H 'X-Forwarded-For: 192.0.2.1' -u alice:wrong "$url/digest/foo"
ask "$url/digest/%0a%0dforged%20from%20192.0.2.1%00"
ask "$url/%00"
ask -X "$(printf 'GET\t')" "$url/digest/%1b"
ask -u somebody:secret "$url/digest/foo"
is "NGINX-log, CVE-2015-3200, NGINX-1494: no line of the log begins as a client wants" \
	"$(grep -c -e '^forged' -e '^2026-01-01' "$tmp/log")" 0
is "nor names an address of the client's choice" "$(grep -cE '(from |=)192\.0\.2\.1' "$tmp/log")" 0
is "nor holds an octet that a terminal obeys" "$(LC_ALL=C grep -c $'[^[:print:]\t]' "$tmp/log")" 0
is "nor a password, wherever it stands" "$(grep -c -e "$(encoded alice:secret)" -e forged "$tmp/log")" 0
claim "and there are lines about it" grep -q "client=127\.0\.0\.1 .*scheme 'Bearer' is not offered" "$tmp/log"

# Who somebody is, is not for the client to say.
claims=(-H 'X-Remote-User: alice' -H 'Remote-User: alice' -H 'Remote_User: alice' -H 'X_Remote_User: alice'
	-H 'X-Forwarded-User: alice' -H 'HTTP_REMOTE_USER: alice' -H 'Proxy: http://192.0.2.1/')
is "CVE-2026-30851, CVE-2026-52845: a name in a field is not believed" "$(status "${claims[@]}" "$url/digest/foo")" 401
is "and whoever logs in has his own" \
	"$(curl --silent "${claims[@]}" -u bob:builder "$url/digest/foo" | grep -o 'Hello, .*')" 'Hello, <bdi>bob</bdi>.</p>'
is "nor does a page that is open show it" "$(curl --silent "${claims[@]}" "$url/foo" | grep -c alice)" 0
can() { status "${claims[@]}" -u "somebody:$1" "$url/do/"; }
is "a program sees its environment" "$(can 'env | grep -q ^PATH=')" 200
is "and nothing of the client in it" "$(can 'env | grep -qiE "alice|remote|http|proxy"')" 401

# A file that cannot be read costs no descriptor.
broken() { for _ in $(seq 100); do status -u alice:secret "$url/file/foo"; done; }
is "the file can be read" "$(status -u alice:secret "$url/file/foo")" 200
mv "$tmp/passwords" "$tmp/away"
is "it cannot" "$(broken | sed 's/503//g')" ""
before=$(descriptors)
is "still not" "$(broken | sed 's/503//g')" ""
mkdir "$tmp/passwords"
is "it is something else" "$(broken | sed 's/503//g')" ""
open_as_before() { test "$(descriptors)" -le "$before"; }
claim "NGINX-034f15bbc: and no descriptor is left open" eventually open_as_before
rmdir "$tmp/passwords"
mv "$tmp/away" "$tmp/passwords"
is "it can be read again" "$(status -u alice:secret "$url/file/foo")" 200
stop
is "the server ends well" "$code" 0

# Two certificates, two ports; a session of TLS belongs to nobody.
for name in one two; do
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$name" \
		-keyout "$tmp/$name.key" -out "$tmp/$name.pem" 2> /dev/null
done
secure() { echo "ssl:0:interface=127.0.0.1:certKey=$tmp/$1.pem:privateKey=$tmp/$1.key"; }
start --listen "$(secure one)" --listen "$(secure two)" \
	--at /digest --name Example --factory basic --auth memory:alice:secret --realm page
mapfile -t ports < <(sed -n 's|.*ready: https://127\.0\.0\.1:\([0-9]*\)/.*|\1|p' "$tmp/log")
claim "CVE-2025-23048: a session goes on, here and there, and is not logged in" \
	history "${ports[0]}" resume "${ports[1]}"
stop
is "the server ends well, with TLS" "$code" 0

# Names in every case are other names, and all of them come from one place.
start --throttle on --at /digest --name Example --factory digest:SHA-256:userhash=true --factory basic \
	--auth memory:alice:secret --realm page
claim "CVE-2026-43513: whoever hashes a name is slowed down, in every case" history "$port" hashed 12
stop
start --throttle on --at /digest --name Example --factory basic --auth memory:alice:secret --realm page
guesses=
for name in {a,A}{l,L}{i,I}{c,C}{e,E}; do
	password=$([ "$name" = alice ] && echo guess || echo secret)
	guesses="$guesses $(status -u "$name:$password" "$url/digest/foo")"
done
claim "CVE-2026-43513: whoever tries a name in every case is closed out" grep -q 429 <<< "$guesses"
is "and is not let in by any of them" "$(sed -e 's/ 401//g' -e 's/ 429//g' <<< "$guesses")" ""
stop
finish
