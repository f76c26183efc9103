#!/usr/bin/env bash
# Heads of requests up to the limit are answered, longer ones are refused; and none is met with silence.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
	-subj /CN=localhost -keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2> /dev/null
mkdir -p "$tmp/www/directory"
truncate -s 2M "$tmp/www/large"
application=(--listen "ssl:0:interface=127.0.0.1:certKey=$tmp/cert.pem:privateKey=$tmp/key.pem"
	--at / --auth anonymous --realm page
	--at /basic --name Basic --factory basic --auth memory:alice:secret --realm page
	--at /four --name Four --factory digest:SHA-512-256 --factory digest --factory digest:MD5
	--factory basic --auth memory:alice:secret --realm page
	--at /files --auth anonymous --realm "files:$tmp/www:listing=yes"
	--at /none --auth anonymous --realm "files:$tmp/www")

# heads LIMIT CHECK
heads() { python3 -B tests/scenarios/heads.py "$port" "$secure" "$1" "$2"; }

# about LIMIT OPTION...: a server with that limit
about()
{
	start --loops 1 "${@:2}" --access-log "combined:$tmp/access" "${application[@]}"
	secure=$(sed -n 's|.*ready: https://127\.0\.0\.1:\([0-9]*\)/$|\1|p' "$log")
	claim "$1 bytes are taken, and one more is not" heads "$1" exact
	claim "$1 bytes, in absolute-form" heads "$1" absolute
	claim "$1 bytes: a longer request line is 414" heads "$1" line
	claim "$1 bytes leave room for every answer" heads "$1" answers
	claim "$1 bytes, one behind the other" heads "$1" pipelined
	claim "more than $1 bytes are never met with silence" heads "$1" silent
	claim "more than 100 fields are not, either" heads "$1" fields
	claim "$1 bytes behind empty lines are not, either" heads "$1" empty_lines
	stop
	is "the server ends well" "$code" 0
	claim "the access log has answers for which no memory was left" \
		grep -q '"GET /foo HTTP/1.1" 431 - ' "$tmp/access"
	rm "$tmp/access"
}

about 8192
about 4096 --head-limit 4096
about 65536 --head-limit 65536

application()
{
	cat > "$tmp/app.conf" <<- END
		head_limit = $1
		portal "/" {
		    checkers = {"anonymous"}
		    realm    = "page"
		}
	END
}
application 5000
claim "check says the limit" grep -qx 'takes heads of up to 5000 bytes' \
	<("$POSTERN" check --application "$tmp/app.conf")
start --application "$tmp/app.conf"
long() { status --header "X: $(printf '%4900s' '' | tr ' ' x)" "$url/foo"; }
is "a head of less than that" "$(long)" 200
application 4096
kill -HUP "$server"
claim "another limit takes a restart" eventually grep -q 'head_limit: a change takes a restart' "$log"
claim "the reload itself is done" eventually grep -q ': reloaded, generation 1' "$log"
is "and the old one stays" "$(long)" 200
stop
is "the server ends well" "$code" 0

program=$POSTERN_FAKES start --loops 1 --access-log "combined:$tmp/access" --at / --auth anonymous \
	--realm counting
claim "an answer that breaks off has no second head in it" \
	python3 -B tests/scenarios/urgent.py "$port" "$server"
stop
is "the server ends well" "$code" 0
claim "the access log has the status that was sent" grep -q '"GET /large HTTP/1.1" 200 ' "$tmp/access"
finish
