#!/usr/bin/env bash
# The store as sqlite3 sees it, edited under the running server, and broken in every way.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

db=$tmp/users.db
store=sqlite:$db
sql() { sqlite3 -batch -cmd '.timeout 5000' "$db" "$1"; }

claim "user add makes the store" add_user "$store" alice secret --name Example
claim "user add adds to it" add_user "$store" bob builder --name Example
cp "$tmp/added" "$tmp/first"
is "a name is taken once" "$(add_user "$store" bob other --name Example; echo $?)" 73
claim "and the refusal says so" grep -q "'bob'" "$tmp/added"
is "an empty password is refused" "$(add_user "$store" carol '' --name Example; echo $?)" 65
is "a name with a colon is refused" "$(add_user "$store" ca:rol secret --name Example; echo $?)" 65
is "only its owner can read it" "$(stat -c %a "$db")" 600
is "it says that it is ours" "$(sql 'PRAGMA application_id' | grep -vc '^0$')" 1
is "it has a version" "$(sql 'PRAGMA user_version')" 3
is "it is in WAL mode" "$(sql 'PRAGMA journal_mode')" wal
is "every table is strict" \
	"$(sql "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND NOT strict
		AND name NOT LIKE 'sqlite_%'")" 0
is "there are tables" \
	"$(sql "SELECT count(*) > 0 FROM pragma_table_list WHERE schema = 'main' AND strict")" 1
is "it is whole" "$(sql 'PRAGMA integrity_check; PRAGMA foreign_key_check')" ok
claim "no password stands in it" bash -c "! cat '$db'* | grep -a -e secret -e builder"
sql ".backup '$tmp/good.db'"

is "users are found by the hash of their name without a scan" \
	"$(sql 'EXPLAIN QUERY PLAN SELECT account FROM ha1 WHERE userhash = 1' | grep -c 'USING.*INDEX ha1_userhash')" 1

portals=(--at /basic --name Example --factory basic --auth "$store" --realm page
	--at /digest --name Example --factory digest --factory digest:MD5 --auth "$store" --realm page)
start --loops 2 "${portals[@]}"

# logins USER:PASSWORD: the statuses of Basic and of Digest
logins()
{
	echo "$(status --basic -u "$1" "$url/basic/foo") $(status --digest -u "$1" "$url/digest/foo")"
}

is "alice logs in" "$(logins alice:secret)" "200 200"
is "bob logs in" "$(logins bob:builder)" "200 200"
is "bob is remembered" "$(logins bob:builder)" "200 200"
sql "DELETE FROM account WHERE name = 'bob'"
is "a deleted account is refused at once" "$(logins bob:builder)" "401 401"
# D95
claim "it can be made again" add_user "$store" bob changed --name Example
is "a new password counts at once" "$(logins bob:changed)" "200 200"
is "the old one does not" "$(logins bob:builder)" "401 401"
sql "UPDATE account SET disabled = 1 WHERE name = 'alice'"
is "a disabled account is refused at once" "$(logins alice:secret)" "401 401"
sql "UPDATE account SET disabled = 0 WHERE name = 'alice'"
is "an enabled one is let in at once" "$(logins alice:secret)" "200 200"
sql "UPDATE account SET expires = unixepoch() WHERE name = 'alice'"
is "an expired account is refused at once" "$(logins alice:secret)" "401 401"
claim "and the log says why" grep -q "account has expired" "$tmp/log"
sql "UPDATE account SET expires = unixepoch() + 3600 WHERE name = 'alice'"
is "one that expires later is let in" "$(logins alice:secret)" "200 200"

# T80, T81, L57
sql "INSERT INTO account (name) VALUES ('carol');
	INSERT INTO password SELECT id, '$(openssl passwd -6 -salt saltsalt secret)' FROM account
	WHERE name = 'carol'"
scheme() { sql "SELECT substr(hash, 1, 3) FROM password JOIN account ON id = account WHERE name = 'carol'"; }
is "a wrong password keeps an outdated hash" "$(status --basic -u carol:wrong "$url/basic/foo") $(scheme)" '401 $6$'
is "the right one replaces it" "$(status --basic -u carol:secret "$url/basic/foo") $(scheme)" '200 $y$'
is "and is right again" "$(status --basic -u carol:secret "$url/basic/foo")" 200

# T3, T9
"$POSTERN" check --listen tcp:0:interface=127.0.0.1 --at / --name New --factory digest --factory basic \
	--auth "$store" --realm page > "$tmp/out" 2>&1
claim "check counts who cannot log in" \
	grep -q "3 of 3 users of 'New' cannot log in by digest" "$tmp/out"
claim "and for what name they could" \
	grep -q "2 of 3 users have Digest hashes for 'Example', which no portal is named" "$tmp/out"
sql "DELETE FROM account WHERE name = 'carol'"

# replace FILE: as an administrator would, under the open store
replace()
{
	rm -f "$db-wal" "$db-shm"
	mv "$1" "$db"
}
recover()
{
	cp "$tmp/good.db" "$tmp/new.db"
	replace "$tmp/new.db"
	is "$1: a good store is taken again" "$(logins alice:secret)" "200 200"
	is "$1: and a wrong password is wrong again" "$(logins alice:wrong)" "401 401"
}

mv "$db" "$tmp/away.db"
is "missing: nobody can tell" "$(logins alice:secret)" "503 503"
is "missing: and a wrong password is not wrong" "$(logins alice:wrong)" "503 503"
is "missing: the answer says when to come back" "$(curl -si -u alice:secret "$url/basic/foo" |
	grep -cE '^Retry-After: [0-9]+')" 1
is "missing: and is no challenge" "$(curl -si -u alice:secret "$url/basic/foo" |
	grep -c '^WWW-Authenticate')" 0
claim "missing: the log names the store and the reason" \
	grep -q "users.db.*No such file or directory" "$tmp/log"
recover missing

: > "$tmp/new.db"
replace "$tmp/new.db"
is "empty: nobody can tell" "$(logins alice:secret)" "503 503"
recover empty

head -c 20000 /dev/urandom > "$tmp/new.db"
replace "$tmp/new.db"
is "no database: nobody can tell" "$(logins alice:secret)" "503 503"
recover "no database"

sqlite3 -batch "$tmp/new.db" "CREATE TABLE account (name TEXT); INSERT INTO account VALUES ('alice')"
replace "$tmp/new.db"
is "somebody else's: nobody can tell" "$(logins alice:secret)" "503 503"
recover "somebody else's"

cp "$tmp/good.db" "$tmp/new.db"
sqlite3 -batch "$tmp/new.db" "PRAGMA user_version = 99" > /dev/null
replace "$tmp/new.db"
is "of another version: nobody can tell" "$(logins alice:secret)" "503 503"
recover "of another version"

cp "$tmp/good.db" "$tmp/new.db"
pages=$(($(stat -c %s "$tmp/new.db") / 4096))
dd if=/dev/urandom of="$tmp/new.db" bs=4096 seek=1 count=$((pages - 1)) conv=notrunc status=none
replace "$tmp/new.db"
is "damaged: nobody can tell" "$(logins alice:secret)" "503 503"
recover damaged

# SQLite itself would mix the old log with the new file. Only who has the old one open can notice:
# that is each loop after so many logins.
for _ in $(seq 25); do logins alice:secret; done > /dev/null
cp "$tmp/good.db" "$tmp/new.db"
mv "$tmp/new.db" "$db"
is "renamed over, beside the old log: nobody can tell" "$(logins alice:secret)" "503 503"
# Of outages that follow each other so soon, one line a second says why.
says() { logins alice:secret; grep -q "$1" "$tmp/log"; }
claim "renamed over, beside the old log: the log says what to do" \
	eventually says "users.db.*it was replaced.*remove them"
rm -f "$db-wal" "$db-shm"
is "and without the old log: alice logs in" "$(logins alice:secret)" "200 200"

# A writer: no harm in WAL mode, a bounded wait without.
hold "$db"
is "locked by a writer: nobody notices" "$(logins bob:builder)" "200 200"
release
stop
is "the server ends well" "$code" 0
claim "no password stands in the log" bash -c "! grep -e secret -e changed '$tmp/log'"

is "somebody takes the store out of WAL mode" "$(sql 'PRAGMA journal_mode = DELETE')" delete
start "${portals[@]}"
is "without WAL: alice logs in" "$(logins alice:secret)" "200 200"
hold "$db"
is "without WAL, locked: nobody can tell of bob" "$(logins bob:builder)" "503 503"
is "without WAL, locked: a wrong password is not wrong" "$(logins bob:wrong)" "503 503"
release
is "unlocked: bob logs in" "$(logins bob:builder)" "200 200"
is "unlocked: a wrong password is wrong" "$(logins bob:wrong)" "401 401"
stop

rm -f "$db"*
is "a missing store stops the start" "$("$POSTERN" run --nodaemon --listen tcp:0 --at / --name Example \
	--factory basic --auth "$store" --realm page > "$tmp/out" 2>&1; echo $?)" 66
claim "and the message says how to make it" grep -q "users.db.*No such file.*user add" "$tmp/out"
finish
