#!/usr/bin/env bash
# What is answered without libmicrohttpd is answered as it would be with it, and nothing is lost in between.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

files=files:$tmp/www:listing=yes
program=$POSTERN_FAKES
# client CHECK [ARGUMENT...]
client() { python3 -B tests/scenarios/fast_path.py "$port" "$1" "$tmp/sent" "${@:2}"; }
application=(--at / --auth anonymous --realm "$files"
	--at /page --auth anonymous --realm page
	--at /basic --name Basic --factory basic --auth memory:alice:secret --realm "$files"
	--at /digest --name Digest --factory digest --auth memory:alice:secret --realm "$files"
	--at /denying --name Denying --factory basic --auth memory:alice:secret --realm denying
	--at /broken --name Broken --factory basic --auth broken --realm page
	--at /counting --name Counting --factory basic --auth memory:alice:secret --realm counting
	--at /later --name Later --factory basic --auth later:20:alice:secret --realm counting)

# begin OPTION...: a server of which nothing was asked
begin()
{
	rm -f "$tmp/sent" "$tmp/access"
	start "$@" "${application[@]}"
}

asked() { sort "$tmp/sent"; }
logged() { grep -o 'i=[a-z_]*[0-9]*' "$tmp/access" | sort; }
are_logged() { diff <(asked) <(logged) > "$tmp/difference"; }
counted() { [ "$(reported "$server" 's/.*status: up .* \([0-9]*\) requests.*/\1/p')" = "$(wc -l < "$tmp/sent")" ]; }

python3 -B tests/scenarios/fast_path.py 0 make /dev/null "$tmp/www"
for format in combined json; do
	begin --loops 1 --access-log "$format:$tmp/access"
	[ $format = json ] || claim "each answer is the same both ways" client same
	claim "what comes at one moment is answered as it is alone" client turn "$server"
	claim "a count of Digest is used for both ways" client logins
	claim "each request on a connection has its count" client one_connection
	claim "each login has one avatar" client once
	claim "a head may be cut anywhere" client cut
	claim "plain requests and others follow each other" client mixed
	claim "all answers come to who sends no more" client half_closed
	claim "the access log as $format has each request once" eventually are_logged
	claim "and so has the status" counted
	stop
	is "the server ends well" "$code" 0
done

begin --loops 2
claim "10000 answers come although none is read before" client unread 10000
claim "what many ask for at once is kept and given" client crowd "$server"
claim "each of many who ask at once gets its own answer" client own_answers "$server"
claim "and one of many with the same count of Digest is granted" client one_of_many "$server"
claim "a reload cuts nothing off" client reloaded "$server" "$tmp/log"
claim "the status has each request once" counted
claim "whoever reads gets whole answers until the end" client stopped "$server"
ended
is "the server ends well" "$code" 0

begin --loops 2 --stop-timeout 2
claim "who reads nothing does not keep it from ending" client deserted "$server"
ended
is "the server ends well" "$code" 0
finish
