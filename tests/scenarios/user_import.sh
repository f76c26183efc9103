#!/usr/bin/env bash
# `postern user import` and `export`: files of htpasswd and htdigest come in, and go out again.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
# shellcheck source=tests/scenarios/user.bash
. tests/scenarios/user.bash

db=$tmp/users.db
store=sqlite:$db
sql() { sqlite3 "$db" "$1"; }

# Files that others made.
for scheme in B m s 5 2 d; do
	htpasswd -i -c "$tmp/one" "user$scheme" -$scheme <<< "secret$scheme" 2> /dev/null
	htpasswd -i -b -n "-$scheme" "user$scheme" "secret$scheme"
done 2> /dev/null | grep . > "$tmp/passwords"
: > "$tmp/digests"
for realm in Example Other; do
	printf 'secretB\nsecretB\n' | htdigest "$tmp/digests" $realm userB
	printf 'digest\ndigest\n' | htdigest "$tmp/digests" $realm alice
done > /dev/null 2>&1
is "there is something to import" "$(wc -l < "$tmp/passwords") $(wc -l < "$tmp/digests")" "6 4"

user import --dry-run "$tmp/passwords"
is "--dry-run makes no store" "$code $(find "$tmp" -name 'users.db*')" "66 "
user import "$tmp/passwords"
is "htpasswd: what was imported" "$code $(cat "$tmp/out")" \
	"65 imported 5 of 6 lines into $store: 5 new accounts; 5 passwords for Basic"
is "htpasswd: what was not, and why" "$(cat "$tmp/error")" \
	"line 6: user 'userd': traditional DES crypt, which keeps 8 bytes of a password
postern: user import: 1 of 6 lines were skipped"
user import --dry-run "$tmp/digests"
is "--dry-run says what it would do" "$code $(cat "$tmp/out" "$tmp/error")" \
	"0 would import 4 of 4 lines into $store: 1 new accounts; 0 passwords for Basic, 2 for Digest in 'Example', 2 for Digest in 'Other'"
is "and does not do it" "$(sql 'SELECT count(*) FROM ha1')" 0
input=$tmp/digests user import -
is "htdigest, from standard input" "$code $(cat "$tmp/out" "$tmp/error")" \
	"0 imported 4 of 4 lines into $store: 1 new accounts; 0 passwords for Basic, 2 for Digest in 'Example', 2 for Digest in 'Other'"
user import "$tmp/digests"
is "nothing is imported twice" "$code $(cat "$tmp/out")" \
	"65 imported 0 of 4 lines into $store: 0 new accounts; 0 passwords for Basic"
claim "and that is said" grep -q "^line 2: user 'alice' has a password for 'Example' by MD5 already" \
	"$tmp/error"

start --at / --name Example --factory basic --factory digest:MD5 --auth "$store" --realm page
is "who was imported logs in" "$(for name in B m s 5 2 d; do
	status --basic -u "user$name:secret$name" "$url/"
	echo
done | xargs)" "200 200 200 200 200 401"
is "and by Digest" "$(status --digest -u userB:secretB "$url/") $(status --digest -u alice:digest "$url/") \
$(status --digest -u alice:wrong "$url/") $(status --digest -u userm:secretm "$url/")" "200 200 401 401"
is "an account with an HA1 alone has no Basic" "$(status --basic -u alice:digest "$url/")" 401
stop

# Out, and in again.
"$POSTERN" user add --store "$store" --password-stdin --name New --group staff bob <<< builder > /dev/null
"$POSTERN" user add --store "$store" --password-stdin --expires 2099-01-01 eve <<< secret > /dev/null
"$POSTERN" user disable --store "$store" users > /dev/null
user export
is "export ends well" "$code" 0
is "it says what lines cannot say" "$(cat "$tmp/error")" \
	"left out, because lines cannot say it: 2 accounts that are disabled or expire,
1 secrets for Digest by SHA-512-256, the groups of 1 accounts; --json has all"
is "who is disabled, or expires, is not let in by a line" "$(grep -c -e ^users -e ^eve "$tmp/out")" 0
cp "$tmp/out" "$tmp/exported"
before=$db
secrets="SELECT account.name, realm, algorithm, hex(value), hash FROM account LEFT JOIN password
	ON password.account = id LEFT JOIN ha1 ON ha1.account = id
	WHERE account.name NOT IN ('users', 'eve') AND algorithm IS NOT 'SHA-512-256' ORDER BY 1, 2, 3"
db=$tmp/again.db
store=sqlite:$db
user import "$tmp/exported"
is "import reads it" "$code" 0
is "and nothing is lost" "$(sql "$secrets" | md5sum)" "$(sqlite3 "$before" "$secrets" | md5sum)"
user export --json
is "export --json has the secrets" "$(python3 -c 'import json, sys
for account in json.load(sys.stdin):
	if account["user"] == "alice":
		print(account["password_hash"], account["digest"][0]["ha1"])' < "$tmp/out")" \
	"None $(sql "SELECT lower(hex(value)) FROM ha1 JOIN account ON account = id
		WHERE account.name = 'alice' AND realm = 'Example'")"
is "secrets are not shown on a terminal" \
	"$(tests/scenarios/terminal.py '' "$POSTERN" user export --store "$store" | xargs)" \
	"postern: user export: secrets do not belong on a terminal, add > FILE echo 64"

# Lines of all kinds.
db=$tmp/lines.db
store=sqlite:$db
ha1=$(printf '%032d' 7)
hash=$(grep ^userm: "$tmp/passwords" | cut -d: -f2)
{
	printf '# a comment\n\n'
	printf 'alice:%s\r\n' "$hash"
	printf 'bob:%s:%s\n' "$hash" "$ha1" # a comment that looks like an HA1
	printf 'alice:Example:%s\n' "$ha1"
	printf 'alice:Exa:mple:%s%s\n' "$ha1" "$ha1"
	printf 'carol\n:%s\ncarol:\ncarol:plain\n' "$hash"
	printf 'carol:Exa\\mple:%s\n' "$ha1"
	printf 'carol:Example\0:%s\n' "$ha1"
	printf 'al\xffice:%s\n' "$hash"
	printf '%04000d:%s\n' 1 "$hash"
	printf 'alice:%s' "$hash"
} > "$tmp/lines"
user import "$tmp/lines"
is "what is imported of them" "$(cat "$tmp/out")" \
	"imported 4 of 15 lines into $store: 2 new accounts; 2 passwords for Basic, 1 for Digest in 'Example', 1 for Digest in 'Exa:mple'"
is "what is not" "$code $(cat "$tmp/error")" "65 line 7: no ':'
line 8: user name can never log in
line 9: user 'carol': no hash of a scheme that is known
line 10: user 'carol': no hash of a scheme that is known
line 11: cannot protect 'Exa\\mple': its name is not printable ASCII without '\"' and '\\'
line 12: cannot protect 'Example': a NUL follows it
line 13: user name can never log in
line 14: longer than 2048 bytes
line 15: user 'alice' has a password already
postern: user import: 9 of 15 lines were skipped"
claim "no secret is in the report" bash -c "! grep -F -e '$hash' -e '$ha1' -e plain '$tmp/error'"
user import --json "$tmp/lines"
is "--json reports the same" "$(python3 -c 'import json, sys
report = json.load(sys.stdin)
print(report["lines"], report["imported"], len(report["skipped"]), report["skipped"][0])' < "$tmp/out")" \
	"15 0 13 {'line': 3, 'reason': \"user 'alice' has a password already\"}"
user import "$tmp/nowhere"
is "a file that is not there" "$code $(cat "$tmp/error")" \
	"66 postern: user import: cannot open '$tmp/nowhere': No such file or directory"
user import "$tmp"
is "a directory" "$code" 66

# Who types the lines keeps nobody waiting.
db=$tmp/typed.db
store=sqlite:$db
mkfifo "$tmp/typed"
"$POSTERN" user import --store "$store" - < "$tmp/typed" > "$tmp/typed.out" 2>&1 &
importing=$!
exec 3> "$tmp/typed"
# More than the pipe holds: some of it has been read.
yes '# a comment' | head -n 20000 >&3
printf "typed:Example:$ha1\n" >&3
echo secret > "$tmp/secret"
input=$tmp/secret user add --password-stdin alice
is "while lines come others write" "$code" 0
exec 3>&-
wait $importing
is "and then all that came is imported" "$(cat "$tmp/typed.out")" \
	"imported 1 of 20001 lines into $store: 1 new accounts; 0 passwords for Basic, 1 for Digest in 'Example'"
is "what comes without end is not read for ever" \
	"$("$POSTERN" user import --store "$store" /dev/zero 2>&1) $?" \
	"postern: user import: cannot read more than 256 MiB but from a file 66"

# Many lines, in one transaction.
db=$tmp/many.db
store=sqlite:$db
seq -f "user%06.0f:Example:$ha1" 100000 > "$tmp/many"
tests/scenarios/terminal.py '' "$POSTERN" user import --store "$store" "$tmp/many" > "$tmp/screen"
claim "100,000 lines show progress on a terminal" grep -q "98000 lines" "$tmp/screen"
claim "and are imported" grep -q "imported 100000 of 100000 lines" "$tmp/screen"
is "all of them" "$(sql 'SELECT count(*) FROM ha1')" 100000
user import "$tmp/many"
is "again: each is skipped" "$code $(wc -l < "$tmp/error")" "65 100001"

rm "$db"*
seq 100000 | sed "s/.*/user&:Space &:$ha1/" > "$tmp/spaces"
user import "$tmp/spaces"
is "as many protection spaces are imported, too" "$(sql 'SELECT count(*) FROM ha1')" 100000
printf "%s:$ha1\n" one:B two:A three:B > "$tmp/three"
user import --dry-run "$tmp/three"
claim "each is counted, in the order in which they come" \
	grep -q " 2 for Digest in 'B', 1 for Digest in 'A'$" "$tmp/out"

rm "$db"*
user import "$tmp/passwords"
"$POSTERN" user import --store "$store" "$tmp/many" > /dev/null 2>&1 &
importing=$!
# What does not fit its memory is written before it is done.
under_way() { [ "$(stat -c %s "$db-wal")" -gt 1000000 ] || ! kill -0 $importing; }
eventually under_way
kill -KILL $importing 2> /dev/null
wait $importing 2> /dev/null
is "an import that was killed has kept all or nothing" \
	"$(sql 'PRAGMA integrity_check; SELECT count(*) IN (5, 100005) FROM account' | xargs)" "ok 1"
finish
