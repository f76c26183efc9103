#!/usr/bin/env bash
# L59: who writes accounts is killed, again and again, and the store stays whole.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

db=$tmp/users.db
store=sqlite:$db
rounds=50

add_user "$store" alice secret --name Example
for number in 1 2 3; do add_user "$store" "user$number" secret --name Example; done
start --at / --name Example --factory basic --factory digest --auth "$store" --realm page

# write NUMBER: changes one account without end
write()
{
	while :; do
		"$POSTERN" user passwd --store "$store" --name Other --password-stdin "user$1" <<< "$RANDOM"
		"$POSTERN" user group --store "$store" --add staff --remove guests "user$1"
		"$POSTERN" user group --store "$store" --add guests --remove staff "user$1"
		"$POSTERN" user delete --store "$store" "more$1"
		"$POSTERN" user add --store "$store" --name Example --password-stdin "more$1" <<< secret
	done > /dev/null 2>&1
}
export -f write
export POSTERN store

# commands SESSION: those who write right now
commands() { pgrep --session "$1" --exact postern; }

killed=0
whole=0
served=0
for _ in $(seq $rounds); do
	writers=()
	for number in 1 2 3; do
		setsid bash -c "write $number" &
		writers+=($!)
	done
	# Each of them in the middle of something else, and so are the others.
	sleep 0.0$((RANDOM % 10))
	for writer in "${writers[@]}"; do
		eventually commands "$writer"
		pkill -KILL --session "$writer" && killed=$((killed + 1))
		wait "$writer"
	done 2> /dev/null # the shell says who was killed
	# The next one who reads cleans up behind who was killed, and others wait meanwhile.
	look=$(sqlite3 -cmd '.timeout 30000' "$db" 'PRAGMA integrity_check; PRAGMA foreign_key_check' 2>&1)
	if [ "$look" = ok ]; then
		whole=$((whole + 1))
	else
		echo "# $look"
	fi
	[ "$(status --basic -u alice:secret "$url/") $(status --digest -u alice:secret "$url/")" = "200 200" ] &&
		served=$((served + 1))
done
is "L59: all writers were killed, $rounds times" "$killed" $((3 * rounds))
is "L59: the store is whole each time" "$whole" "$rounds"
is "L59: and the server lets in who is in it each time" "$served" "$rounds"
is "L59: no account is half there" "$(sqlite3 -cmd '.timeout 30000' "$db" "SELECT name FROM account
	WHERE (SELECT count(*) FROM password WHERE account = id) <> 1
	OR (SELECT count(*) FROM ha1 WHERE account = id) % 3 <> 0
	OR (SELECT count(*) FROM account_group WHERE account = id) > 1")" ""
is "L59: and each can be changed" "$(for number in 1 2 3; do
	"$POSTERN" user passwd --store "$store" --password-stdin "user$number" <<< builder > /dev/null
	status --basic -u "user$number:builder" "$url/"
	echo
done | xargs)" "200 200 200"
stop
is "L59: the server ends well" "$code" 0
finish
