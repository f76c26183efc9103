#!/usr/bin/env bash
# PAM, by the shared object that asks it: with services and a module of our own, nothing of the machine's.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir -m 755 "$tmp/objects" "$tmp/pam.d"
object=$tmp/objects/checker_pam.so
module=$tmp/objects/pam_module.so
cp "$(dirname "$POSTERN")/plugins/checker_pam.so" "$object"
claim "the module is built" gcc -std=gnu17 -fPIC -shared -o "$module" tests/scenarios/pam_module.c -lpam

write_service()
{
	printf 'auth requisite %s\naccount requisite %s\n' "$module" "$module" > "$tmp/pam.d/$1"
}
write_service postern
write_service door
echo "auth requisite $tmp/objects/none.so" > "$tmp/pam.d/broken"
printf 'auth required pam_permit.so\naccount required pam_deny.so\n' > "$tmp/pam.d/denying"

# at SERVICE: one more portal, which asks it
portals=()
at() { portals+=(--at "/$1" --name "$1" --factory basic --auth "pam:$1:confdir=$tmp/pam.d" --realm page); }
at door
at broken
at denying

# remembering NAME SECONDS: one that remembers
remembering()
{
	write_service "$1"
	portals+=(--at "/$1" --name "$1" --factory basic --auth "pam:$1:remember=$2:confdir=$tmp/pam.d"
		--realm page)
}
remembering long 300
remembering short 1

start --plugin "$object" "${portals[@]}" \
	--at / --name Example --factory basic --auth "pam:confdir=$tmp/pam.d" --realm page

login() { status -u "$1" "$url/${2:-}foo"; }
says() { grep -q "$1" "$log"; }
is "right" "$(login alice:secret)" 200
# The module wants a refusal to take a quarter of an hour.
is "wrong" "$(login alice:wrong)" 401
is "right again" "$(login alice:secret)" 200
is "another service" "$(login alice:secret door/) $(login alice:wrong door/)" "200 401"
is "a module that says something" "$(login told:secret)" 200
is "an account that has expired" "$(login expired:secret)" 401
claim "and the log says so" says "service 'postern': User account has expired"
is "a password that must be changed" "$(login old:secret)" 401
is "a module that asks for something else" "$(login loud:secret)" 401
is "a module that asks for more than a password" "$(login token:secret)" 401
is "a module that cannot tell" "$(login away:secret) $(login away:wrong)" "503 503"
is "a module that is not there" "$(login alice:secret broken/)" 503
is "an account that may not log in" "$(login alice:secret denying/)" 401
is "the realm knows whom PAM has made of it" \
	"$(curl --silent -u mapped:secret "$url/foo" | grep -c alice)" 1
is "a password of 600 bytes is refused" "$(login "alice:$(printf 'x%.0s' $(seq 600))")" 401
mv "$tmp/pam.d/postern" "$tmp/pam.d/away"
is "without its file a service cannot tell" "$(login alice:secret)" 503
mv "$tmp/pam.d/away" "$tmp/pam.d/postern"
is "and can again" "$(login alice:secret) $(login alice:wrong)" "200 401"
for number in 1 2 3 4 5 6 7 8; do login alice:secret > "$tmp/login$number" & logins+=($!); done
wait "${logins[@]}"
is "several at once" "$(cat "$tmp"/login? | tr -d '\n')" 200200200200200200200200

# remembers NAME: a login counts without its service, too. The clock may have ticked in between.
remembers()
{
	write_service "$1"
	[ "$(login "alice:secret" "$1/")" = 200 ] || return 1
	rm "$tmp/pam.d/$1"
	[ "$(login "alice:secret" "$1/")" = 200 ]
}
forgets() { [ "$(login "alice:secret" "$1/")" = 503 ]; }
claim "what is remembered needs no service" eventually remembers long
is "what is not remembered does" "$(login alice:wrong long/)" 503
claim "a second is remembered" eventually remembers short
claim "and no more" eventually forgets short

for number in $(seq 20); do login runner:secret; done > "$tmp/runs"
is "a module that starts programs, and waits for them" "$(fold -w 3 "$tmp/runs" | sort -u)" 200
stop
is "the server ends well" "$code" 0
claim "no password stands in the log" bash -c "! grep -q secret '$log'"

# refused NAME STRING STATUS TEXT
refused()
{
	local result=0
	"$POSTERN" check --plugin "$object" --listen tcp:0 --at / --name Example --factory "${5:-basic}" \
		--auth "$2" --realm page > "$tmp/out" 2> "$tmp/error" || result=$?
	is "$1: the status" "$result" "$3"
	claim "$1: the reason" grep -qF -e "$4" "$tmp/error"
}
refused "a service without a file" "pam:none:confdir=$tmp/pam.d" 66 "cannot open '$tmp/pam.d/none': No such"
refused "too long" "pam:remember=301" 78 "remember: '301' is not a number from 0 to 300"
refused "no directory" "pam:confdir=$tmp/none" 66 "cannot open '$tmp/none/postern': No such"
refused "a path for a service" "pam:../door:confdir=$tmp/pam.d" 78 "expected the name of a service"
refused "upper case" "pam:Door:confdir=$tmp/pam.d" 78 "expected the name of a service"
refused "no service" "pam::confdir=$tmp/pam.d" 78 "expected the name of a service"
refused "Digest" "pam:confdir=$tmp/pam.d" 78 "there is only: 'pam' (IUsernamePassword)" digest
finish
