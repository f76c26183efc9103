#!/usr/bin/env bash
# The accounts of the system, in files of our own: live changes, and a user who may read them or not.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

chmod 755 "$tmp"
files=$tmp/etc
mkdir -m 755 "$files"
unix=unix:passwd=$files/passwd:shadow=$files/shadow:group=$files/group
portal=(--at / --name Example --factory basic --auth "$unix" --realm page)

# account NAME PASSWORD [REST]: its line of the shadow file
account() { echo "$1:$(openssl passwd -5 "$2"):${3:-19000:0:99999:7:::}"; }
# write_shadow: as passwd(1) does it: another file is renamed over the one that is there
write_shadow()
{
	cat > "$files/new"
	chmod 640 "$files/new"
	chown "$(stat -c %u:%g "$files/passwd")" "$files/new"
	mv "$files/new" "$files/shadow"
}
login() { status -u "$1" "$url/foo"; }

printf '%s\n' root:x:0:0::/: alice:x:1000:1000::/: bob:x:1001:1001::/: > "$files/passwd"
printf '%s\n' users:x:1000: adm:x:4:alice > "$files/group"
{ account root secret; account alice secret; } | write_shadow

start "${portal[@]}"
is "right" "$(login alice:secret)" 200
is "wrong" "$(login alice:wrong)" 401
claim "and the log says who it was" grep -q "user=\"alice\" .*checker 'unix': wrong password" "$log"
is "nobody" "$(login secret:alice)" 401
claim "and the log names nobody whom it does not know" grep -q "user_length=6 .*unknown user" "$log"
is "root" "$(login root:secret)" 401
claim "and the log says why" grep -q "checker 'unix': root may not log in" "$log"
is "remembered" "$(login alice:secret)" 200
account alice changed | write_shadow
is "a changed password counts at once" "$(login alice:changed) $(login alice:secret)" "200 401"
account alice changed "19000:0:99999:7::1:" | write_shadow
is "so does the end of an account" "$(login alice:changed)" 401
account alice changed | sed 's/:/:!/' | write_shadow
is "and a lock" "$(login alice:changed)" 401
mv "$files/shadow" "$files/away"
is "missing: nobody can tell" "$(login alice:changed) $(login alice:wrong)" "503 503"
{ account alice secret; account bob builder; } | write_shadow
is "back" "$(login alice:secret) $(login bob:builder) $(login bob:secret)" "200 200 401"
stop
is "the server ends well" "$code" 0
claim "no password stands in the log" bash -c "! grep -e secret -e changed -e builder '$log'"

# refused NAME STATUS TEXT OPTION...
refused()
{
	local result=0
	timeout 60 "$POSTERN" run --nodaemon --listen tcp:0:interface=127.0.0.1 "${@:4}" "${portal[@]}" \
		> "$tmp/out" 2>&1 || result=$?
	is "$1: the status" "$result" "$2"
	claim "$1: the reason" grep -qF -e "$3" "$tmp/out"
}
cannot="checker 'unix': cannot open '$files/shadow': Permission denied (fix:"
if [ "$(id -u)" -ne 0 ]; then
	skip "a user who may not read it" "needs root"
	finish
fi
refused "a user who may not read it" 66 "$cannot let a group read it, and put the server's user into that)" \
	--uid nobody
chgrp "$(getent group games | cut -d : -f 3)" "$files/shadow"
refused "of another group" 66 "$cannot put the server's user into the group 'games', which may read it)" \
	--uid nobody
mkdir -m 755 "$tmp/jail"
refused "in a root directory without it" 78 "cannot reach '$files/passwd' from the root directory" \
	--uid nobody --chroot "$tmp/jail"
chgrp "$(id -g nobody)" "$files"/*
start --uid nobody "${portal[@]}"
is "of its own group" "$(login alice:secret) $(login alice:wrong)" "200 401"
account alice changed | write_shadow
is "a change counts after root has been given up" "$(login alice:changed) $(login alice:secret)" "200 401"
chmod 600 "$files/shadow"
is "whoever may not read it any more cannot tell" "$(login alice:changed)" 503
chmod 640 "$files/shadow"
is "and can again" "$(login alice:changed)" 200
stop
is "the server of another user ends well" "$code" 0
finish
