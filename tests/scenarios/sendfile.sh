#!/usr/bin/env bash
# Large files go out without a copy where the kernel can do that, and by large blocks where it cannot.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

size=$((4 << 20))
mkdir "$tmp/www"
head -c $size /dev/urandom > "$tmp/www/large"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
	-keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2> /dev/null
claim "what counts calls is built" \
	gcc -std=gnu17 -D_GNU_SOURCE -fPIC -shared -o "$tmp/calls.so" tests/scenarios/calls.c
# A sanitizer wants to be the first that is loaded.
printf '#!/bin/sh\nASAN_OPTIONS=verify_asan_link_order=0 CALLS=%s LD_PRELOAD=%s exec %s "$@"\n' \
	"$tmp/calls" "$tmp/calls.so" "$POSTERN" > "$tmp/counted"
chmod +x "$tmp/counted"
program=$tmp/counted

start --loops 1 --at / --auth anonymous --realm "files:$tmp/www" --listen "unix:$tmp/socket" \
	--listen "ssl:0:interface=127.0.0.1:certKey=$tmp/cert.pem:privateKey=$tmp/key.pem"
secure=$(grep -o 'https://[^/ ]*' "$tmp/log" | head -n 1)

calls() { od -A n -t u8 -w24 "$tmp/calls"; }

# moves NAME EXPECTED CURL-ARGUMENT...: how many bytes by sendfile, how many by pread, and by how many
# calls of it. What came last may be here before it is counted.
moves()
{
	local name=$1 expected=$2 before
	shift 2
	before=$(calls)
	curl --silent --output /dev/null --cacert "$tmp/cert.pem" "$@"
	eventually has_moved
	is "$name" "$(moved)" "$expected"
}
moved() { paste <(echo "$before") <(calls) | awk '{ print $4 - $1, $5 - $2, $6 - $3 }'; }
has_moved() { [ "$(moved)" = "$expected" ]; }

moves "by TCP nothing is copied" "$size 0 0" "$url/large"
moves "nor of a part" "$((size - 10)) 0 0" --range 10- "$url/large"
moves "nor by a Unix socket" "$size 0 0" --unix-socket "$tmp/socket" http://localhost/large
moves "by TLS it is read in blocks of 64 KiB" "0 $size $((size >> 16))" "$secure/large"
moves "two parts, too" "0 $((size - 65536)) $((size >> 16))" --range "0-9,65546-" "$url/large"
stop
is "the server ends well" "$code" 0
finish
