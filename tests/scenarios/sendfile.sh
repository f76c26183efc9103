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

# moved CURL-ARGUMENT...: how many bytes by sendfile, how many by pread, and by how many calls of it
moved()
{
	local sendfile pread count sendfile_before pread_before count_before
	read -r sendfile_before pread_before count_before < <(calls)
	curl --silent --output /dev/null --cacert "$tmp/cert.pem" "$@"
	read -r sendfile pread count < <(calls)
	echo "$((sendfile - sendfile_before)) $((pread - pread_before)) $((count - count_before))"
}

is "by TCP nothing is copied" "$(moved "$url/large")" "$size 0 0"
is "nor of a part" "$(moved --range 10- "$url/large")" "$((size - 10)) 0 0"
is "nor by a Unix socket" "$(moved --unix-socket "$tmp/socket" http://localhost/large)" "$size 0 0"
is "by TLS it is read in blocks of 64 KiB" "$(moved "$secure/large")" "0 $size $((size >> 16))"
is "two parts, too" "$(moved --range "0-9,65546-" "$url/large")" "0 $((size - 65536)) $((size >> 16))"
stop
is "the server ends well" "$code" 0
finish
