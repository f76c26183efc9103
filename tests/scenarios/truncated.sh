#!/usr/bin/env bash
# S6d: a file that is truncated while it is sent ends the connection: nothing stands in for what is gone,
# and the client does not wait for it.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir "$tmp/www"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
	-keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2> /dev/null
start --at / --auth anonymous --realm "files:$tmp/www" \
	--listen "ssl:0:interface=127.0.0.1:certKey=$tmp/cert.pem:privateKey=$tmp/key.pem"
secure=$(grep -o 'https://[^/ ]*' "$tmp/log" | head -n 1)

# get_truncated CURL-ARGUMENT...: curl's end when the file is truncated behind its first bytes; 18 is "too few",
# 56 is what it says of a TLS connection that was not closed well, 28 that it has waited in vain.
get_truncated()
{
	truncate -s 512M "$tmp/www/large.bin"
	curl --silent --no-buffer --max-time 50 --limit-rate 40M --cacert "$tmp/cert.pem" --output "$tmp/got" \
		"$@" &
	local client=$!
	eventually test -s "$tmp/got"
	truncate -s 0 "$tmp/www/large.bin"
	wait $client
	local end=$?
	case $end in
	18 | 56) echo closed ;;
	*) echo "curl ended with $end" ;;
	esac
	rm -f "$tmp/got"
}

is "a file" "$(get_truncated "$url/large.bin")" closed
is "a part of it" "$(get_truncated --range 1- "$url/large.bin")" closed
is "parts of it" "$(get_truncated --range 0-0,2- "$url/large.bin")" closed
is "a file, by TLS" "$(get_truncated "$secure/large.bin")" closed
is "parts of it, by TLS" "$(get_truncated --range 0-0,2- "$secure/large.bin")" closed
stop
is "the server ends well" "$code" 0
finish
