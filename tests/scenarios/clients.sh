#!/usr/bin/env bash
# wget, python-requests and cadaver log in, each in the way that it has; curl.sh is about curl.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

accounts='memory:alice:secret:josé:pass wörd\:1'
fixed=$(free_port) # survives a restart
serve_clients()
{
	start --listen "tcp:$fixed:interface=127.0.0.1" \
		--at /all --name Example --factory digest:SHA-256 --factory digest:MD5 \
		--factory basic --auth "$accounts" --realm page \
		--at /digest --name Example --factory digest:SHA-256 --factory digest:MD5 \
		--auth "$accounts" --realm page \
		--at /sha --name Example --factory digest:SHA-256 --auth "$accounts" --realm page \
		--at /basic --name Example --factory basic --auth "$accounts" --realm page
	url=http://127.0.0.1:$fixed
}

# wget_says PATH USER PASSWORD: its exit code, then the last scheme and algorithm that it sent
wget_says()
{
	local code=0
	wget --debug --quiet --no-config --output-document "$tmp/page" --user "$2" --password "$3" \
		"$url$1" > "$tmp/wget" 2>&1 || code=$?
	echo "$code $(sent < "$tmp/wget")"
}

# sent: the scheme and the algorithm of the last Authorization in what a client says of itself
sent()
{
	sed -nE 's/^Authorization: (Basic) .*/\1/p; s/^Authorization: (Digest) .*algorithm="?([^",]*).*/\1 \2/p' |
		tail -n 1
}

# requests SCHEME USER PASSWORD PATH...: what session.py says, one line for each path
requests()
{
	printf "$url%s\n" "${@:4}" | /usr/bin/python3 -B tests/scenarios/session.py "${@:1:3}" 2>&1
}

try_wget()
{
	is "wget takes the last line, and that is Basic" "$(wget_says /all/foo alice secret)" "0 Basic"
	is "wget: without Basic it is MD5" "$(wget_says /digest/foo alice secret)" "0 Digest MD5"
	claim "wget: the page is what it should be" grep -q foo "$tmp/page"
	is "wget: where Basic is all" "$(wget_says /basic/foo alice secret)" "0 Basic"
	is "wget: a wrong password" "$(wget_says /digest/foo alice wrong)" "6 Digest MD5"
	is "wget: a wrong password, Basic" "$(wget_says /basic/foo alice wrong)" "6 Basic"
	is "wget: a name that is not ASCII, MD5" "$(wget_says /digest/foo josé 'pass wörd:1')" \
		"0 Digest MD5"
	is "wget: a name that is not ASCII, Basic" "$(wget_says /basic/foo josé 'pass wörd:1')" \
		"0 Basic"
	# It answers with MD5 what asks for SHA-256.
	wget_says /sha/foo alice secret > "$tmp/said"
	is "wget cannot SHA-256, and is not let in" "$(cut -d ' ' -f 1 "$tmp/said")" 6
}

try_requests()
{
	local session writer

	is "requests takes the last Digest line" "$(requests digest alice secret /all/foo)" \
		"200 Digest MD5 2"
	is "requests: SHA-256" "$(requests digest alice secret /sha/foo)" "200 Digest SHA-256 2"
	is "requests: Basic, without being asked" "$(requests basic alice secret /all/foo)" \
		"200 Basic - 1"
	is "requests: a wrong password" "$(requests digest alice wrong /sha/foo)" \
		"401 Digest SHA-256 2"
	is "requests: a wrong password, Basic" "$(requests basic alice wrong /all/foo)" \
		"401 Basic - 1"
	is "requests: one nonce for many requests" \
		"$(requests digest alice secret /sha/1 /sha/2 /digest/3 | xargs)" \
		"200 Digest SHA-256 2 200 Digest SHA-256 1 200 Digest SHA-256 1"
	is "requests: a name that is not ASCII, as octets" \
		"$(requests basic-octets josé 'pass wörd:1' /basic/foo)" "200 Basic - 1"
	# D81b, B24: ISO-8859-1 on the wire, which is not what the challenge asks for.
	is "requests: a name that is not ASCII, as text" \
		"$(requests basic josé 'pass wörd:1' /basic/foo)" "401 Basic - 1"
	is "requests: a name that is not ASCII, Digest" \
		"$(requests digest josé 'pass wörd:1' /sha/foo)" "401 Digest SHA-256 2"

	# A nonce that the server does not know any more is stale: nobody is asked for the password.
	coproc requests_session {
		exec /usr/bin/python3 -B tests/scenarios/session.py digest alice secret
	}
	session=("${requests_session[@]}")
	echo "$url/sha/foo" >&"${session[1]}"
	read -r -t 20 first <&"${session[0]}"
	stop
	serve_clients
	echo "$url/sha/foo" >&"${session[1]}"
	read -r -t 20 second <&"${session[0]}"
	is "requests: a stale nonce costs one more request" "$first, $second" \
		"200 Digest SHA-256 2, 200 Digest SHA-256 2"
	writer=${session[1]}
	exec {writer}>&-
}

# cadaver_says PATH: $tmp/cadaver is its talk with the server. With Digest it sends no name that is
# not ASCII, unless the server takes userhash.
cadaver_says()
{
	printf '%s\n' "set debug http,httpauth,cleartext" "open $url$1" quit > "$tmp/cadaver.rc"
	HOME=$tmp timeout 20 cadaver --rcfile="$tmp/cadaver.rc" < /dev/null > "$tmp/cadaver" 2>&1
}

# netrc USER PASSWORD
netrc()
{
	printf 'machine 127.0.0.1\nlogin %s\npassword %s\n' "$1" "$2" > "$tmp/.netrc"
	chmod 600 "$tmp/.netrc"
}

statuses()
{
	sed -n 's|^\[status-line\] < HTTP/1.1 \([0-9]*\).*|\1|p' "$tmp/cadaver" | xargs
}

try_cadaver()
{
	netrc alice secret
	cadaver_says /digest/
	# OPTIONS twice, then PROPFIND with the same nonce: which no realm can do.
	is "cadaver opens with Digest" "$(statuses)" "401 204 501"
	is "cadaver takes the strongest algorithm" "$(sent < "$tmp/cadaver")" "Digest SHA-256"
	claim "cadaver sends a body with its login" grep -q '^PROPFIND /digest/ HTTP' "$tmp/cadaver"
	claim "cadaver is told what the realm can do" grep -q '^\[hdr\] Allow: GET, HEAD, OPTIONS' \
		"$tmp/cadaver"
	cadaver_says /basic/
	is "cadaver opens with Basic" "$(statuses) $(sent < "$tmp/cadaver")" "401 204 501 Basic"
	netrc josé '"pass wörd:1"'
	cadaver_says /basic/
	is "cadaver: a name that is not ASCII, Basic" "$(statuses)" "401 204 501"
	netrc alice wrong
	cadaver_says /digest/
	is "cadaver: a wrong password" "$(statuses)" "401 401"
}

serve_clients
for client in wget requests cadaver; do
	if command -v $client > /dev/null ||
		{ [ $client = requests ] && /usr/bin/python3 -c 'import requests' 2> /dev/null; }; then
		try_$client
	else
		skip $client "it is not installed"
	fi
done
stop
is "the server ends well" "$code" 0
claim "the log names no password" bash -c "! grep -e secret -e wörd '$tmp/log'"
finish
