#!/usr/bin/env bash
# The access log: who was there, and what clients, full pipes and rotation cannot do to it.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

access=$tmp/access.log

# serve_logged TYPE:PATH [OPTION...]: open pages, guarded ones, and a user whose name would be two fields
serve_logged()
{
	start --access-log "$1" "${@:2}" --at / --auth anonymous --realm "files:$tmp/www" \
		--at /guarded --name Example --factory digest --factory basic \
		--auth 'memory:alice:secret:carol jones:secret' --realm page
}

# has REGEX: a line of the access log
has() { grep -qE -e "$1" "$access"; }
lines() { grep -c . "$access"; }

mkdir "$tmp/www"
head -c 1000 /dev/zero > "$tmp/www/k.bin"

serve_logged "combined:$access"
status "$url/k.bin" > /dev/null
status --head "$url/k.bin" > /dev/null
status "$url/none" > /dev/null
claim "a line is there without the server's end" eventually has ' "GET /none HTTP/1.1" 404 14 '
status --digest -u alice:secret "$url/guarded/digest" > /dev/null
status --basic -u alice:wrong "$url/guarded/wrong" > /dev/null
status --basic -u 'carol jones:secret' "$url/guarded/carol" > /dev/null
status -A $'x" 200 1 "-" "\\' -H $'Referer: a\tb\xff' "$url/forged" > /dev/null
# A client that leaves before it has read what it asked for.
head -c 100000000 /dev/zero > "$tmp/www/large.bin"
curl -s -o "$tmp/large" --no-buffer --limit-rate 1000 "$url/large.bin" &
leaving=$!
eventually test -s "$tmp/large"
kill $leaving
wait $leaving 2> /dev/null
# One that leaves before there is an answer, but not before the server waits for its body.
exec 8<> "/dev/tcp/127.0.0.1/$port"
printf '%s\r\n' 'POST /guarded/left HTTP/1.1' 'Host: a' 'Authorization: Basic YTpi' 'Content-Length: 9' \
	'Expect: 100-continue' '' >&8
read -r _ <&8
exec 8<&-
claim "who leaves early has no status" eventually has ' - - \[.* "POST /guarded/left HTTP/1.1" - - "-" "-"$'
stop
is "the server ends well" "$code" 0

time='\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} \+0000\]'
is "each line has the form that others read" "$(grep -vcE \
	"^127\.0\.0\.1 - [^ ]+ $time \"[A-Z]+ [^ \"]+ HTTP/1\.1\" ([0-9]+|-) ([0-9]+|-) \"[^\"]*\" \"[^\"]*\"$" "$access")" 0
claim "a page, and its bytes" has '^127\.0\.0\.1 - - .* "GET /k.bin HTTP/1.1" 200 1000 "-" "curl'
claim "no bytes of HEAD" has '"HEAD /k.bin HTTP/1.1" 200 0 '
claim "before a login there is no user" has ' - - \[.* "GET /guarded/digest HTTP/1.1" 401 '
claim "after it there is" has ' - alice \[.* "GET /guarded/digest HTTP/1.1" 200 '
claim "a wrong password names nobody" has ' - - \[.* "GET /guarded/wrong HTTP/1.1" 401 '
claim "a name stays one field" has ' - carol\\x20jones \[.* "GET /guarded/carol HTTP/1.1" 200 '
claim "quotes end no field, and nothing reaches a terminal" has \
	'"GET /forged HTTP/1.1" 404 14 "a\\x09b\\xff" "x\\x22 200 1 \\x22-\\x22 \\x22\\x5c"$'
claim "what was not sent whole has no length" has '"GET /large.bin HTTP/1.1" 200 - '
is "a password is nowhere" "$(grep -c secret "$access")" 0
is "the file is not everybody's" "$(stat -c %a "$access")" 640

# Proxies say who asks, and nobody else does.
rm "$access"
serve_logged "json:$access" --loops 1 --trusted-proxy 127.0.0.1
status -A client -H 'X-Forwarded-For: 198.51.100.7, 192.0.2.1' "$url/k.bin" > /dev/null
status --basic -u alice:secret -A $'\xff"\\\t' "$url/guarded/page?a=\"b" > /dev/null
stop
is "Python reads lines of JSON" "$(python3 - "$access" << 'END'
import json, sys
with open(sys.argv[1], "rb") as file:
    for line in map(json.loads, file):
        if line["target"] != "*":
            print(line["client"], line["user"], line["target"], line["status"], line["bytes"] > 0,
                  ascii(line["user_agent"]))
END
)" "192.0.2.1 None /k.bin 200 True 'client'
127.0.0.1 alice /guarded/page?a=\"b 200 True '\\ufffd\"\\\\\\t'"

# Many clients, several loops: lines stay whole, and none is missing.
rm "$access"
serve_logged "combined:$access" --loops 4
clients=()
for _ in 1 2 3 4; do
	curl -s --parallel --parallel-max 8 -o /dev/null "$url/k.bin?[1-500]" 2> /dev/null &
	clients+=($!)
done
wait "${clients[@]}"
stop
is "four loops: a line for each request" \
	"$(grep -cE '^127.* "GET /k\.bin\?[0-9]+ HTTP/1\.1" 200 1000 "-" "curl[^"]*"$' "$access")" 2000

# Rotation, asked for by a signal and by the length of the file.
rm "$access"
serve_logged "combined:$access" --rotate-length 3000
status "$url/before" > /dev/null
eventually has /before
kill -USR1 "$server"
claim "SIGUSR1 rotates" eventually grep -q /before "$access.1"
status "$url/after" > /dev/null
claim "lines go on in a new file" eventually has /after
curl -s -o /dev/null "$url/long?[1-100]"
claim "a long one is rotated" eventually test -e "$access.2"
stop
is "no line is lost" "$(cat "$access"* | grep -c 'GET /long')" 100

# Nobody reads: pages come, lines are dropped, and the log counts them.
mkfifo "$tmp/pipe"
exec 9<> "$tmp/pipe"
"$POSTERN" run --nodaemon --listen tcp:0:interface=127.0.0.1 --logfile "$tmp/full.log" \
	--access-log combined:- --at / --auth anonymous --realm page > "$tmp/pipe" 2>&1 &
server=$!
eventually grep -q 'ready: ' "$tmp/full.log"
url=$(sed -n 's|.*ready: \(http://[0-9.:]*\)/.*|\1|p' "$tmp/full.log")
agent=$(head -c 380 /dev/zero | tr '\0' x)
is "a full pipe: pages come" "$(curl -s -o /dev/null -w '%{http_code}\n' -A "$agent" \
	"$url/page?${agent}${agent}${agent}[1-2000]" | sort | uniq -c | xargs)" "2000 200"
claim "a full pipe: the log counts what is lost" eventually grep -q \
	'warning access: [0-9]* lines of the access log lost' "$tmp/full.log"
stop
is "a full pipe: the server ends well" "$code" 0
exec 9<&-

# A full disk: pages come, and the log counts.
"$POSTERN" run --nodaemon --listen tcp:0:interface=127.0.0.1 --logfile "$tmp/disk.log" \
	--access-log json:- --at / --auth anonymous --realm page > /dev/full 2>&1 &
server=$!
eventually grep -q 'ready: ' "$tmp/disk.log"
url=$(sed -n 's|.*ready: \(http://[0-9.:]*\)/.*|\1|p' "$tmp/disk.log")
is "a full disk: pages come" "$(status "$url/page")" 200
claim "a full disk: the log counts what is lost" eventually grep -q \
	'warning access: [0-9]* lines of the access log lost' "$tmp/disk.log"
stop

# refused NAME TEXT TYPE:PATH
refused()
{
	"$POSTERN" run --nodaemon --listen tcp:0:interface=127.0.0.1 --access-log "$3" --at / \
		--auth anonymous --realm page > "$tmp/out" 2>&1 < /dev/null
	is "$1" "$? $(tail -n 1 "$tmp/out")" "$2"
}
refused "a FIFO is no file" "73 postern: logfile: $tmp/pipe: not a regular file" "json:$tmp/pipe"
refused "nor is a format unknown" "64 postern: options: --access-log: 'xml' is neither 'combined' nor \
'json' (see postern --help)" "xml:$access"
finish
