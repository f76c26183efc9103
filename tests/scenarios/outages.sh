#!/usr/bin/env bash
# The store goes away, breaks, is locked or replaced under the running server: nobody is refused for
# that, the log says so once, and it passes by itself. The numbers are those of the specification.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

# Not as root, who may read everything.
chmod 755 "$tmp"
install -m 755 "$POSTERN" "$tmp/postern"
POSTERN=$tmp/postern
choose_user
mkdir "$tmp/store" "$tmp/good"
db=$tmp/store/users.db
store=sqlite:$db
good=$tmp/good/users.db
sql() { sqlite3 -batch -cmd '.timeout 5000' "$db" "$1"; }

# A store of many pages. Of these users the first is on the first page of each table.
add_user "sqlite:$good" alice secret --name Example
sha=$(printf builder | openssl dgst -binary -sha1 | base64)
sqlite3 -batch "$good" "BEGIN;
	INSERT INTO account (name) SELECT 'user' || value FROM generate_series(1, 3000);
	INSERT INTO password SELECT id, '{SHA}$sha' FROM account WHERE id > 1;
	COMMIT; PRAGMA journal_mode = DELETE" > "$tmp/out"
cp "$good" "$db"
sql "PRAGMA journal_mode = WAL" > "$tmp/out"
chown -R "$user" "$tmp/store"

portals=(--at /basic --name Example --factory basic --auth "$store" --realm page
	--at /digest --name Example --factory digest --auth "$store" --realm page
	--at /changing --name Example --factory digest --factory basic --auth "$store:rehash=no" --realm page)
start --uid "$user" --loops 2 "${portals[@]}"

# logins USER:PASSWORD: the statuses of Basic and of Digest
logins()
{
	echo "$(status --basic -u "$1" "$url/basic/foo") $(status --digest -u "$1" "$url/digest/foo")"
}
is "alice logs in" "$(logins alice:secret)" "200 200"
is "and so does another" "$(status -u user2000:builder "$url/basic/foo")" 200

# replace FILE: as an administrator would, under the open store
replace()
{
	chown "$user" "$1"
	rm -rf "$db-wal" "$db-shm"
	mv -T "$1" "$db"
}

# changed: the name of a good store that can be damaged, and take the place of the other
changed()
{
	cp "$good" "$tmp/store/new.db"
	echo "$tmp/store/new.db"
}

# outages: the lines of the log about them
outages() { grep "event=outage-" "$tmp/log"; }
# Of outages that follow each other so soon, one line a second says why.
says() { logins alice:secret; outages | grep -E "$1"; }

# breaks NAME REASON: it must be so now, for the reason that the log gives
breaks()
{
	is "$1: nobody can tell" "$(logins alice:secret)" "503 503"
	is "$1: and a wrong password is not wrong" "$(logins alice:wrong)" "503 503"
	curl --silent --include -u alice:secret "$url/basic/foo" > "$tmp/answer"
	is "$1: the answer says when to come back" "$(grep -cE '^Retry-After: [0-9]+' "$tmp/answer")" 1
	is "$1: and is no challenge" "$(grep -c '^WWW-Authenticate' "$tmp/answer")" 0
	claim "$1: the log says why" eventually says "$2"
}

works() { [ "$(logins alice:secret)" = "200 200" ]; }

# recovers NAME: nobody has to do anything more for that
recovers()
{
	local began
	began=$(now)
	claim "$1: it recovers by itself" eventually works
	echo "# $1: after $(($(now) - began)) ms"
	is "$1: and a wrong password is wrong again" "$(logins alice:wrong)" "401 401"
}

mv "$db" "$tmp/store/away.db"
breaks "L35: missing" "cannot open '$db': No such file or directory"
seq 1000 | sed "s|.*|url = $url/basic/foo|" | curl --silent -u alice:secret --config - > "$tmp/out"
is "L35: missing: a thousand requests are answered" "$(grep -c '^503' "$tmp/out")" 1000
said=$(grep -c "No such file" "$tmp/log")
is "L35: missing: they are few lines of the log" "$((said < 100))" 1
echo "# L35: $said lines"
mv "$tmp/store/away.db" "$db"
recovers "L35: missing"
over() { works; [ "$(outages | grep -c 'outage-over.*No such file')" -eq 2 ]; }
claim "L35: the log says that it is over, for each portal" eventually over

new=$(changed)
sqlite3 -batch "$new" "UPDATE account SET name = 'carol' WHERE name = 'alice'"
add_user "sqlite:$new" alice other --name Example
replace "$new"
is "L36: of a store that is renamed to the path the passwords count" "$(logins alice:other)" "200 200"
is "L36: and those of the old one do not" "$(logins alice:secret)" "401 401"

# scheme NAME: of the hash that the file at the path has
scheme() { sql "SELECT substr(hash, 1, 3) FROM password JOIN account ON id = account WHERE name = '$1'"; }
is "L37: an outdated hash is replaced in the new file" \
	"$(status -u user7:builder "$url/basic/foo") $(scheme user7)" '200 $y$'
printf 'changed\n' | "$POSTERN" user passwd --store "$store" --password-stdin alice > "$tmp/out"
is "L37: and what is changed there counts" "$(logins alice:changed) $(logins alice:other)" "200 200 401 401"
replace "$(changed)"
recovers "L36: put back"

new=$(changed)
: > "$new"
replace "$new"
breaks "L38: empty" "cannot use '$db': it is empty"
replace "$(changed)"
recovers "L38: empty"

new=$(changed)
head -c 20000 /dev/urandom > "$new"
replace "$new"
breaks "L39: random bytes" "cannot read '$db': file is not a database"
replace "$(changed)"
recovers "L39: random bytes"

new=$(changed)
truncate --size 20480 "$new"
replace "$new"
breaks "L40: truncated" "cannot read '$db': database disk image is malformed"
replace "$(changed)"
recovers "L40: truncated"

# damage FILE TABLE: its first page of rows
damage()
{
	local page
	page=$(sqlite3 -batch "$1" "SELECT pageno FROM dbstat WHERE name = '$2' AND pagetype = 'leaf'
		ORDER BY path LIMIT 1")
	dd if=/dev/urandom of="$1" bs=4096 seek=$((page - 1)) count=1 conv=notrunc status=none
}
new=$(changed)
damage "$new" password
damage "$new" ha1
replace "$new"
breaks "L41: damaged pages" "cannot read '$db': database disk image is malformed"
is "L41: who stands on another page logs in" "$(status -u user2000:builder "$url/basic/foo")" 200
replace "$(changed)"
recovers "L41: damaged pages"

mv "$db" "$tmp/store/away.db"
mkdir "$db"
breaks "L42: a directory" "cannot open '$db': not a regular file"
rmdir "$db"
replace "$tmp/store/away.db"
recovers "L42: a directory"

chmod 000 "$db"
breaks "L43: forbidden" "cannot open '$db': Permission denied"
chmod 600 "$db"
recovers "L43: forbidden"

is "the store has no log of its own" "$(sql 'PRAGMA journal_mode')" delete
hold "$db"
began=$(now)
is "L44: locked: a password that is not remembered" "$(status -u user9:builder "$url/basic/foo")" 503
echo "# L44: 503 after $(($(now) - began)) ms"
breaks "L44: locked" "cannot read '$db': database is locked"
release
recovers "L44: locked"
is "a log is written again" "$(sql 'PRAGMA journal_mode = WAL')" wal
is "it is read" "$(logins alice:secret)" "200 200"
hold "$db"
is "L45: a writer of a log is not in the way" "$(logins alice:secret)" "200 200"
is "L45: and not of who is not remembered" "$(status -u user11:builder "$url/basic/foo")" 200
release

is "L49, L61: a thousand changes count at once" \
	"$(python3 tests/scenarios/flip.py "$db" "$url/changing/foo")" "0 wrong answers"

sql "ALTER TABLE account ADD COLUMN note TEXT"
is "L50: a column more harms nobody" "$(logins alice:secret)" "200 200"
sql "ALTER TABLE account RENAME COLUMN disabled TO blocked"
breaks "L51: a column has another name" "cannot read '$db': no such column: account.disabled"
sql "ALTER TABLE account RENAME COLUMN blocked TO disabled"
recovers "L51: a column has another name"

# A store that something else has made: not strict, and names are not unique.
sqlite3 -batch "$good" .dump | sed 's/ STRICT\b,\?//; s/ UNIQUE//' > "$tmp/dump"
rm -f "$tmp/store/new.db"
sqlite3 -batch "$tmp/store/new.db" < "$tmp/dump"
sqlite3 -batch "$tmp/store/new.db" "
	PRAGMA application_id = $(sql 'PRAGMA application_id'); PRAGMA user_version = $(sql 'PRAGMA user_version');
	UPDATE account SET name = 'user1' WHERE name = 'user2';
	UPDATE account SET name = CAST('user3' AS BLOB) WHERE name = 'user3';
	DELETE FROM password WHERE account = (SELECT id FROM account WHERE name = 'user4')" > "$tmp/out"
replace "$tmp/store/new.db"
is "it is read: alice logs in" "$(logins alice:secret)" "200 200"
is "L54: of two accounts with one name neither is let in" "$(status -u user1:builder "$url/basic/foo")" 401
claim "L54: and the log says why" grep -q "event=login-refused.*several accounts have this name" "$tmp/log"
is "L55: a name that is no text is nobody's" "$(status -u user3:builder "$url/basic/foo")" 401
is "L56: who has no secret is refused" "$(status -u user4:builder "$url/basic/foo")" 401
claim "L56: and the log says why" grep -q 'event=login-refused.*user="user4".*no password hash' "$tmp/log"
# counts REASON: `postern check` says it of the first of those who cannot log in
counts()
{
	"$POSTERN" check --listen tcp:0:interface=127.0.0.1 "${portals[@]}" 2>&1 | grep "checker 'sqlite': .*$1"
}
claim "L55: check says so" counts "user 'user3': the name is no text"
sql "DELETE FROM account WHERE name = CAST('user3' AS BLOB)"
claim "L54: check says so, too" counts "user 'user1': several accounts have this name"
stop
is "the server ends well" "$code" 0
claim "no password stands in the log" bash -c "! grep -e secret -e builder '$tmp/log'"

# refuses NAME STATUS REASON: the start
refuses()
{
	local result=0
	as_user timeout --kill-after 5 60 "$POSTERN" run --nodaemon --listen tcp:0:interface=127.0.0.1 \
		"${portals[@]}" > "$tmp/out" 2>&1 || result=$?
	is "$1: the start is refused" "$result" "$2"
	claim "$1: and the message says why" grep -qE "$3" "$tmp/out"
}
replace "$(changed)"
sql "PRAGMA user_version = 1"
refuses "L52: of an earlier version" 78 "it has version 1, and not [0-9]+ \(the next 'postern user add'"
replace "$(changed)"
sql "PRAGMA application_id = 1"
refuses "L53: of another program" 78 "cannot use '$db': it is not a store of accounts"

replace "$(changed)"
sql "PRAGMA journal_mode = WAL" > "$tmp/out"
start --uid "$user" "${portals[@]}"
is "L47: in a directory that can be written to" "$(logins alice:secret)" "200 200"
chown "$(id -u)" "$tmp/store"
chmod 555 "$tmp/store"
is "L47: and then no more, it is read on" "$(logins alice:secret) $(logins alice:wrong)" "200 200 401 401"
stop
chmod 755 "$tmp/store"
rm -f "$db-wal" "$db-shm"
chmod 555 "$tmp/store"
refuses "L46: in WAL mode, where nothing can be written" 78 \
	"in WAL mode, it needs '-wal' and '-shm' beside it, which cannot be made"
chmod 755 "$tmp/store"
sql "PRAGMA journal_mode = DELETE" > "$tmp/out"
chmod 555 "$tmp/store"
start --uid "$user" "${portals[@]}"
is "L46: without WAL it is read there" "$(logins alice:secret)" "200 200"
stop
chmod 755 "$tmp/store"

mkdir "$tmp/full"
if mount -t tmpfs -o "size=1m,mode=755,uid=$uid" tmpfs "$tmp/full" 2> /dev/null; then
	whole=$db
	db=$tmp/full/users.db
	add_user "sqlite:$db" alice secret --name Example
	sql "UPDATE password SET hash = '$(openssl passwd -6 -salt saltsalt secret)'"
	chown "$user" "$db"*
	start --uid "$user" --at / --name Example --factory basic --auth "sqlite:$db" --realm page
	is "L57: it is read" "$(status -u alice:wrong "$url/")" 401
	cat /dev/zero > "$tmp/full/ballast" 2> /dev/null
	is "L57: the disk is full: alice logs in, and keeps her hash" \
		"$(status -u alice:secret "$url/") $(scheme alice)" '200 $6$'
	claim "L57: and the log says why" grep -q "cannot write '$db': database or disk is full" "$tmp/log"
	rm "$tmp/full/ballast"
	# So that she is not remembered.
	sql "INSERT INTO account_group VALUES (1, 'staff')"
	is "L57: there is room again: and gets a new one" \
		"$(status -u alice:secret "$url/") $(scheme alice)" '200 $y$'
	stop
	db=$whole
else
	skip "L57: the disk is full" "cannot mount a file system here"
fi

rm -f "$db"*
refuses "L35: missing" 66 "cannot open '$db': No such file or directory"
finish
