#!/usr/bin/env bash
# Files that Apache's htpasswd and htdigest make and change, under the running server.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

passwords=$tmp/passwords
digests=$tmp/digests

# add OPTION NAME PASSWORD: as htpasswd does it
add() { htpasswd -i "$1" "$passwords" "$2" <<< "$3" 2> /dev/null; }
# add_digest REALM NAME PASSWORD: htdigest takes a password from nobody but a terminal, or a pipe
add_digest()
{
	[ -e "$digests" ] || : > "$digests"
	printf '%s\n%s\n' "$3" "$3" | htdigest "$digests" "$1" "$2" > /dev/null 2>&1
}

: > "$passwords"
for scheme in B m s 5 2 d; do
	claim "htpasswd -$scheme" add -$scheme "user$scheme" "secret$scheme"
done
echo 'cut:$2y$05$B21VDhM2mrOp' >> "$passwords"
claim "htdigest" add_digest Example alice secret
claim "htdigest for another space" add_digest Other alice other
claim "htdigest for another user" add_digest Other bob builder

portals=(--at /basic --name Example --factory basic --auth "htpasswd:$passwords" --realm page
	--at /digest --name Example --factory digest:MD5 --auth "htdigest:$digests" --realm page)
"$POSTERN" check --listen tcp:0:interface=127.0.0.1 "${portals[@]}" > "$tmp/check" 2>&1
claim "check counts the entries that let nobody in, and says what is wrong with the first" \
	grep -q "portal '/basic': checker 'htpasswd': 2 entries let nobody in.*line 6: user 'userd': .*DES" \
	"$tmp/check"
start "${portals[@]}"
claim "so does the log at the start" grep -q "warning config: .*2 entries let nobody in" "$tmp/log"

basic() { status --basic -u "$1" "$url/basic/foo"; }
digest() { status --digest -u "$1" "$url/digest/foo"; }
for scheme in B m s 5 2; do
	is "-$scheme: right" "$(basic "user$scheme:secret$scheme")" 200
	is "-$scheme: remembered" "$(basic "user$scheme:secret$scheme")" 200
	is "-$scheme: wrong" "$(basic "user$scheme:secret")" 401
done
is "traditional DES is refused" "$(basic userd:secretd)" 401
claim "and the log says why" grep -q 'DES' "$tmp/log"
is "a cut line is refused" "$(basic cut:secret)" 401
is "an unknown user is refused" "$(basic mallory:secret)" 401
is "Digest: right" "$(digest alice:secret)" 200
is "Digest: wrong" "$(digest alice:wrong)" 401
is "Digest: the password of another space" "$(digest alice:other)" 401
is "Digest: a user of another space alone" "$(digest bob:builder)" 401

add -B userB changed
is "a changed password counts at once" "$(basic userB:changed)" 200
is "the old one does not, though it was remembered" "$(basic userB:secretB)" 401
htpasswd -D "$passwords" userm 2> /dev/null
is "a deleted user is refused at once" "$(basic userm:secretm)" 401
is "the others are not" "$(basic users:secrets)" 200
add_digest Example alice changed
is "Digest: a changed password counts at once" "$(digest alice:changed)" 200
is "Digest: the old one does not" "$(digest alice:secret)" 401

cp "$passwords" "$tmp/whole"
truncate -s -5 "$passwords"
is "half a file: nobody can tell" "$(basic users:secrets)" 503
is "half a file: and a wrong password is not wrong" "$(basic users:wrong)" 503
is "half a file: Digest has its own" "$(digest alice:changed)" 200
mv "$tmp/whole" "$passwords"
is "whole again: right" "$(basic users:secrets)" 200
is "whole again: wrong" "$(basic users:wrong)" 401
mv "$passwords" "$tmp/away"
is "missing: what is remembered does not count (CVE-2026-33007)" "$(basic users:secrets)" 503
mv "$tmp/away" "$passwords"
is "back: right" "$(basic users:secrets)" 200
mv "$digests" "$tmp/away"
is "missing: nobody can tell" "$(digest alice:changed)" 503
mv "$tmp/away" "$digests"
is "back: right" "$(digest alice:changed)" 200
stop
is "the server ends well" "$code" 0
claim "no password stands in the log" bash -c "! grep -e 'secret[Bms52]' -e changed '$tmp/log'"

is "Digest from an htpasswd file stops the start" "$("$POSTERN" check --listen tcp:0 --at / \
	--name Example --factory digest --auth "htpasswd:$passwords" --realm page > "$tmp/out" 2>&1
	echo $?)" 78
claim "and the message says what is missing" \
	grep -q "needs a checker that accepts.*there is only: 'htpasswd' (IUsernamePassword)" "$tmp/out"
for checker in htpasswd htdigest; do
	is "a missing file of $checker ends the start with 66" "$("$POSTERN" check --listen tcp:0 --at / \
		--name Example --factory basic --auth "$checker:$tmp/none" --realm page > "$tmp/out" 2>&1
		echo $?)" 66
	claim "and the message names it" grep -q "'$checker': cannot open '.*none': No such file" "$tmp/out"
done
finish
