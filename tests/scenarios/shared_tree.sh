#!/usr/bin/env bash
# A tree that several people may write to: what one of them puts beside a file of another one is not given in
# its place, and what is no file holds nobody up.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir "$tmp/www"
for name in own roots others fifo; do
	echo "the page itself" > "$tmp/www/$name.html"
	echo "in its place" > "$tmp/www/$name.html.gz"
done
rm "$tmp/www/fifo.html.gz"
mkfifo "$tmp/www/fifo.html.gz"
if [ "$(id -u)" -eq 0 ]; then
	chown 65534 "$tmp/www/"{own,roots}.html "$tmp/www/own.html.gz"
	chown 65533 "$tmp/www/others.html.gz"
fi
start --loops 1 --at / --auth anonymous --realm "files:$tmp/www"

# given NAME: what a client gets that takes gzip, and does not unpack it
given() { curl --silent --max-time 20 --header 'Accept-Encoding: gzip' "$url/$1.html"; }

is "compressed by who owns the file" "$(given own)" "in its place"
is "compressed by root" "$(given roots)" "in its place"
root_is "by somebody else" "$(given others)" "the page itself"
is "a FIFO" "$(given fifo)" "the page itself"
is "a FIFO alone" "$(status --max-time 20 "$url/fifo.html.gz")" 404
stop
is "the server ends well" "$code" 0
finish
