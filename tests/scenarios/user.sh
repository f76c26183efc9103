#!/usr/bin/env bash
# `postern user`: every verb, what it says and keeps, and how it ends.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
# shellcheck source=tests/scenarios/user.bash
. tests/scenarios/user.bash

db=$tmp/users.db
store=sqlite:$db
sql() { sqlite3 "$db" "PRAGMA foreign_keys = 1; $1"; }

# does NAME TEXT VERB [OPTION...]: exits with 0 and says this line.
does()
{
	user "${@:3}"
	is "$1" "$code $(cat "$tmp/out" "$tmp/error")" "0 $2"
}

# refuses NAME CODE TEXT VERB [OPTION...]: one line on standard error, and nothing else.
refuses()
{
	user "${@:4}"
	is "$1" "$code $(cat "$tmp/error" "$tmp/out")" "$2 postern: user $4: $3"
}

# password TEXT: what stands on standard input from now on
password() { printf '%s\n' "$1" > "$tmp/password" && input=$tmp/password; }

verbs="add passwd list show disable enable delete group import export"

# Verbs and their help.
code=0
"$POSTERN" user > "$tmp/out" 2> "$tmp/usage" || code=$?
is "without a verb: usage, on standard error" "$code $(wc -c < "$tmp/out")" "64 0"
for verb in $verbs; do
	claim "it lists '$verb'" grep -q "^  $verb  " "$tmp/usage"
	user "$verb" --help
	is "$verb --help: no error" "$code $(cat "$tmp/error")" "0 "
	claim "$verb --help: usage" grep -q "^Usage: postern user $verb --store" "$tmp/out"
	claim "$verb --help: exit status" grep -q "^Exit status: .*67 no such" "$tmp/out"
	is "$verb --help: as wide as a terminal" "$(grep -c '.\{81\}' "$tmp/out")" 0
	refuses "$verb: an unknown option" 64 "'--frobnicate' is no option" "$verb" --frobnicate
done
claim "--help lists the verbs" grep -q "^  delete  " <("$POSTERN" user --help)
is "no file was made" "$(find "$tmp" -name 'users.db*')" ""
refuses "an option of another verb" 64 "'--password-stdin' is no option" list --password-stdin
refuses "an operand too many" 64 "'alice' is not expected" list alice
refuses "an operand too few" 64 "expected one USER, not 0" show

# A store that is not there is made by add alone.
for verb in passwd show disable enable delete; do
	user $verb alice
	is "$verb: a store that is not there" "$code" 66
done
refuses "it is named" 66 "store 'sqlite': cannot open '$db': No such file or directory" list
is "and not made" "$(find "$tmp" -name 'users.db*')" ""

is "without a terminal it says what to do" \
	"$(setsid --wait "$POSTERN" user add --store "$store" alice 2>&1 < /dev/null)" \
	"postern: user add: cannot open '/dev/tty': No such device or address (without a terminal: --password-stdin)"

# add, list, show
password secret
install -m 644 /dev/null "$db"
refuses "add: an empty file that others can read" 74 \
	"store 'sqlite': cannot make a store of '$db': it is open to others (fix: chmod o-rwx '$db')" \
	add --password-stdin alice
is "no secret is in it" "$(wc -c < "$db")" 0
chmod 640 "$db"
does "add" "added 'alice' to $store: Basic, and Digest for 'Example', 'Other'; in groups staff, guests; expires 2099-01-01T00:00:00Z" \
	add --password-stdin --name Example --name Other --group staff --group guests \
	--expires 2099-01-01 alice
does "add, the least" "added 'bob' to $store: Basic only (Digest needs --name SPACE)" \
	add --password-stdin bob
refuses "add: the name is taken" 73 "account 'bob' exists already" \
	add --password-stdin bob
refuses "add: no date" 64 \
	"--expires: 'soon' is no date like 2027-01-31 or 2027-01-31T12:00:00Z, nor never" \
	add --expires soon carol
refuses "add: no group" 64 \
	"--group: 'a,b' is no group: expected 1 to 255 bytes without spaces and ','" \
	add --group a,b carol
refuses "case 119: a password is no operand" 64 "expected one USER, not 2" add carol secret
all="MD5, SHA-256, SHA-512-256"
user list
is "list" "$code $(cat "$tmp/out")" "0 $(printf '%s\t%s\t%s\t%s\t%s\t%s\n' \
	alice enabled yescrypt 2099-01-01T00:00:00Z "guests, staff" "Example ($all), Other ($all)" \
	bob enabled yescrypt never "" "")"
user show alice
is "show" "$code $(cat "$tmp/out")" "0 user      alice
state     enabled
password  yescrypt
expires   2099-01-01T00:00:00Z
groups    guests, staff
digest    Example ($all), Other ($all)"
refuses "show: nobody" 67 "there is no user 'carol'" show carol
# shellcheck disable=SC2016
is "list on a terminal has a head" \
	"$(tests/scenarios/terminal.py '' "$POSTERN" user list --store "$store" | grep -c -e '^user  *state' \
		-e '^bob  *enabled')" 2
user list --json
is "list --json" "$(python3 -c 'import json, sys
for account in json.load(sys.stdin):
	print(account["user"], account["state"], account["password"], account["expires"],
		len(account["digest"]), account["groups"])' < "$tmp/out")" \
	"alice enabled yescrypt 2099-01-01T00:00:00Z 6 ['guests', 'staff']
bob enabled yescrypt None 0 []"
user show --json alice
is "show --json" "$(python3 -c 'import json, sys
print(json.load(sys.stdin)["digest"][1])' < "$tmp/out")" \
	"{'space': 'Example', 'algorithm': 'SHA-256'}"
is "no secret is shown" "$(for verb in list "list --json" "show alice" "show --json alice"; do
	# shellcheck disable=SC2086
	user $verb
	cat "$tmp/out"
done | grep -c -F -e "$(sql 'SELECT hash FROM password LIMIT 1')" \
	-e "$(sql "SELECT lower(hex(value)) FROM ha1 LIMIT 1")")" 0
sql "INSERT INTO account (name) VALUES ('e' || char(27) || '[31mvil')"
user list
is "what a terminal would act upon is escaped" "$(grep -c '^e.x1b\[31mvil' "$tmp/out")" 1
does "what cannot log in can be removed" "deleted 'e\\x1b[31mvil' from $store: no secret" \
	delete $'e\e[31mvil'

sql "INSERT INTO account (name) VALUES ('e' || char(155) || '31mvil' || char(8238))"
refused=$(printf 'e\302\23331mvil\342\200\256')
does "and so is what only some terminals act upon" \
	"deleted 'e\\xc2\\x9b31mvil\\xe2\\x80\\xae' from $store: no secret" delete "$refused"
refuses "also in an error" 67 "there is no user 'e\\xc2\\x9b31mvil\\xe2\\x80\\xae'" delete "$refused"

# What a running server makes of it: every change counts from the next request.
start --at / --name Example --factory basic --factory digest --auth "$store" --realm page \
	--at /new --name New --factory digest --auth "$store" --realm page
# logins PASSWORD...: alice's by Basic, and by Digest for both portals
logins()
{
	for word in "$@"; do
		echo "$(status --basic -u "alice:$word" "$url/") $(status --digest -u "alice:$word" "$url/")" \
			"$(status --digest -u "alice:$word" "$url/new/")"
	done | xargs
}
is "alice logs in" "$(logins secret)" "200 200 401"
password changed
does "passwd keeps the protection spaces, and adds one" \
	"changed the password of 'alice' in $store: Basic, and Digest for 'Example', 'Other', 'New'; in groups guests, staff; expires 2099-01-01T00:00:00Z" \
	passwd --password-stdin --name New --name Other alice
is "it counts at once" "$(logins secret changed)" "401 401 401 200 200 200"
refuses "passwd: nobody, and no password is asked for" 67 "there is no user 'carol'" passwd carol
password ""
user passwd --password-stdin alice
is "passwd: an empty password" "$code" 65
input=
does "disable" "disabled 'alice' in $store: Basic, and Digest for 'Example', 'New', 'Other'; in groups guests, staff; disabled; expires 2099-01-01T00:00:00Z" \
	disable alice
is "it counts at once" "$(logins changed)" "401 401 401"
user enable alice
is "enable" "$code $(logins changed)" "0 200 200 200"
user show alice
claim "enable leaves the date" grep -q "^expires   2099" "$tmp/out"
user enable --expires 2020-01-01 alice
user show alice
claim "a date that is over" grep -q "^state     expired" "$tmp/out"
does "enable for ever" "enabled 'bob' in $store: Basic only (Digest needs --name SPACE)" \
	enable --expires never bob
for verb in disable enable delete "group --add x"; do
	# shellcheck disable=SC2086
	refuses "${verb%% *}: nobody" 67 "there is no user 'carol'" $verb carol
done
does "disable --json" '{"user":"bob","state":"disabled","disabled":true,"expires":null,"password":"yescrypt","digest":[],"groups":[]}' \
	disable --json bob

# group
groups() { sql "SELECT group_concat(name) FROM account_group"; }
does "group: none" "changed the groups of 'alice' in $store: Basic, and Digest for 'Example', 'New', 'Other'; in groups staff, admins, team; expired 2020-01-01T00:00:00Z" \
	group --add admins --add team --remove guests alice
user group --add admins --remove nothing alice
is "group: who is in it already stays, who is not in it also" "$code $(groups)" "0 admins,staff,team"
refuses "group: of nothing" 64 "there is no group, add --add GROUP or --remove GROUP" group alice
mapfile -t many < <(printf -- '--add=%0100d%s\n' 0 1 0 2 0 3 0 4 0 5)
user group "${many[@]}" alice
is "group: more than fit" "$code $(groups)" "74 admins,staff,team"

# delete
user enable --expires never alice
is "alice logs in until she is deleted" "$(logins changed)" "200 200 200"
user delete alice
is "delete" "$code $(logins changed)" "0 401 401 401"
is "nothing of her is left" "$(sql 'SELECT count(*) FROM password UNION ALL
	SELECT count(*) FROM ha1 UNION ALL SELECT count(*) FROM account_group' | xargs)" "1 0 0"
stop
is "the server ends well" "$code" 0

# What another program wrote may be large.
db=$tmp/large.db
store=sqlite:$db
password secret
for name in alice bob carol; do user add --password-stdin $name; done
sql "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
	INSERT INTO ha1 (account, realm, algorithm, value)
		SELECT id, 'Protection space ' || i, 'MD5', zeroblob(16) FROM n, account WHERE name = 'bob'"
user list
is "a large account is listed, and those behind it" "$code $(cut -f 1 "$tmp/out" | xargs)" "0 alice bob carol"
is "with all that it has" "$(grep -o 'Protection space' "$tmp/out" | wc -l)" 50000
user export
is "and written" "$code $(grep -c '^bob:Protection space' "$tmp/out")" "0 50000"
user disable bob
is "and changed" "$code $(sql 'SELECT disabled FROM account WHERE name = "bob"; SELECT count(*) FROM ha1' | xargs)" \
	"0 1 50000"
sql "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
	INSERT INTO ha1 (account, realm, algorithm, value)
		SELECT id, 'Protection space ' || i, 'MD5', zeroblob(16) FROM n, account WHERE name = 'carol'"
user passwd --password-stdin carol
is "one of many protection spaces gets a password for all of them" \
	"$code $(sql 'SELECT count(*) FROM ha1 JOIN account ON account.id = account WHERE name = "carol"')" "0 6000"

# A store that cannot be used.
echo "This is no database, but a text." > "$tmp/text"
store=sqlite:$tmp/text
user list
is "a store that is something else" "$code" 74
for words in "user add --help" "user --help" --help-auth; do
	code=0
	# shellcheck disable=SC2086
	"$POSTERN" $words > /dev/full 2> "$tmp/error" || code=$?
	is "a full disk is no success: $words" "$code $(cat "$tmp/error")" \
		"74 postern: output: cannot write to standard output: No space left on device"
done
finish
