#!/usr/bin/env bash
# Logins that are remembered, and what makes them count no more. The numbers are those of the
# specification.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

db=$tmp/users.db
sql() { sqlite3 -batch -cmd '.timeout 5000' "$db" "$1"; }
hash_of() { printf '{SHA}%s' "$(printf %s "$1" | openssl dgst -binary -sha1 | base64)"; }
# becomes PASSWORD: alice's, behind the server's back
becomes() { sql "UPDATE password SET hash = '$(hash_of "$1")' WHERE account = 1"; }
login() { status -u "$1" "$url/${2:-one}/foo"; }

# figures: of logins, as the server counts them: by asking, and spared that
figures() { reported "$server" 's/.*status: up .*, \([0-9]*\) slow logins, \([0-9]*\) spared.*/\1 \2/p'; }
reloaded() { grep -q 'generation 1' "$tmp/log"; }

add_user "sqlite:$db" alice secret --name Example
add_user "sqlite:$tmp/other.db" alice other --name Example
start --loops 1 --at /one --name Example --factory basic --auth "sqlite:$db:rehash=no" --realm page \
	--at /same --name Same --factory basic --auth "sqlite:$db:rehash=no" --realm page \
	--at /other --name Example --factory basic --auth "sqlite:$tmp/other.db" --realm page

began=$(now)
is "L60: the first login" "$(login alice:secret)" 200
first=$(($(now) - began))
began=$(now)
is "L60: and the next one" "$(login alice:secret)" 200
is "L60: one was asked for, and one was remembered" "$(figures)" "1 1"
echo "# L60: $first ms, then $(($(now) - began)) ms, with curl's own"

is "a portal with the same checker" "$(login alice:secret same)" 200
is "asks nothing that it knows" "$(figures)" "1 2"
is "L65: what is remembered of one store is nothing to another" \
	"$(login alice:secret other) $(login alice:other other) $(login alice:other)" "401 200 401"
is "L65: nor does another portal share it" "$(login alice:wrong same) $(login alice:secret same)" "401 200"

becomes builder
is "L61: the old password does not count on the next request" "$(login alice:secret)" 401
is "L61: and the new one does" "$(login alice:builder)" 200
is "L62: a wrong password" "$(login alice:sesame)" 401
becomes sesame
is "L62: that has become right is right at once" "$(login alice:sesame)" 200

sql "UPDATE account SET disabled = 1"
is "L63: who was disabled is refused on the next request" "$(login alice:sesame)" 401
sql "UPDATE account SET disabled = 0"
is "L63: and let in when that is taken back" "$(login alice:sesame)" 200

mv "$db" "$tmp/away.db"
is "L67: without the store nobody is remembered" "$(login alice:sesame)" 503
mv "$tmp/away.db" "$db"
is "L67: and with it, alice is let in" "$(login alice:sesame)" 200
sql "PRAGMA foreign_keys = ON; DELETE FROM account"
is "L63: who was deleted is refused on the next request" "$(login alice:sesame)" 401

kill -HUP "$server"
eventually reloaded
is "L64: a reload forgets all, and the figures show it" "$(figures)" "0 0"
add_user "sqlite:$db" bob secret --name Example
for _ in 1 2 3 4 5 6; do login bob:secret & done > "$tmp/statuses"
for job in $(jobs -p); do [ "$job" = "$server" ] || wait "$job"; done
is "L68: six who come first at the same time are let in" "$(fold -w 3 "$tmp/statuses" | xargs)" \
	"200 200 200 200 200 200"
is "L68: by one hash" "$(figures)" "1 5"

stop
is "the server ends well" "$code" 0
finish
