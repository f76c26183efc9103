#!/usr/bin/env bash
# S6d: a file that is truncated while it is sent, or overwritten, ends the connection: nothing stands in for
# what is gone, and the client does not wait for it.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir "$tmp/www"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
	-keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2> /dev/null
start --at / --auth anonymous --realm "files:$tmp/www" \
	--listen "ssl:0:interface=127.0.0.1:certKey=$tmp/cert.pem:privateKey=$tmp/key.pem"
secure=$(grep -o 'https://[^/ ]*' "$tmp/log" | head -n 1)

# What happens to the file when its first bytes have come.
is_cut() { truncate -s 0 "$tmp/www/large.bin"; }
is_overwritten() { printf x | dd of="$tmp/www/large.bin" bs=1 seek=511M conv=notrunc status=none; }
grows() { echo more >> "$tmp/www/large.bin"; }

# get_while HAPPENING CURL-ARGUMENT...: curl's end; 18 is "too few", 56 is what it says of a TLS connection that
# was not closed well, 28 that it has waited in vain.
get_while()
{
	local happening=$1
	shift
	truncate -s "${size:-512M}" "$tmp/www/large.bin"
	curl --silent --no-buffer --max-time 50 --limit-rate 40M --cacert "$tmp/cert.pem" --output "$tmp/got" \
		"$@" &
	local client=$!
	eventually test -s "$tmp/got"
	"$happening"
	wait $client
	local end=$?
	case $end in
	18 | 56) echo closed ;;
	*) echo "curl ended with $end" ;;
	esac
	rm -f "$tmp/got"
}

is "a file" "$(get_while is_cut "$url/large.bin")" closed
is "a part of it" "$(get_while is_cut --range 1- "$url/large.bin")" closed
is "parts of it" "$(get_while is_cut --range 0-0,2- "$url/large.bin")" closed
is "a file, by TLS" "$(get_while is_cut "$secure/large.bin")" closed
is "parts of it, by TLS" "$(get_while is_cut --range 0-0,2- "$secure/large.bin")" closed
is "a file that is overwritten" "$(get_while is_overwritten "$url/large.bin")" closed
is "one that is overwritten, by TLS" "$(get_while is_overwritten "$secure/large.bin")" closed
is "a file that grows is sent as it was" "$(size=64M get_while grows "$url/large.bin")" "curl ended with 0"
is "one that grows, by TLS" "$(size=64M get_while grows "$secure/large.bin")" "curl ended with 0"
stop
is "the server ends well" "$code" 0
finish
