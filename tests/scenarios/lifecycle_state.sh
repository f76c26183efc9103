#!/usr/bin/env bash
# What a started daemon is: its user, groups, session, descriptors, environment and limits.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

serve "T7"
is "T7 the umask is 0077" "$(field Umask)" 0077
seen_is "T9 the working directory is where it was started" "$(readlink "/proc/$(pid)/cwd")" "$PWD"

# stat FIELD: 4 is the parent, 5 the group, 6 the session, 7 the terminal
stat_field() { sed 's/.*) //' "/proc/$(pid)/stat" | cut -d ' ' -f $(($1 - 2)); }
is "T11 it leads its group and session, without a terminal" \
	"$(stat_field 5) $(stat_field 6) $(stat_field 7)" "$(pid) $(pid) 0"
claim "T11 it is nobody's child that was here" test "$(stat_field 4)" != $$
claim "T11 its session is not the caller's" test "$(stat_field 6)" != "$(ps -o sid= -p $$ | xargs)"
seen_is "T12 the standard descriptors lead nowhere" \
	"$(readlink "/proc/$(pid)/fd/"{0,1,2} | sort -u)" /dev/null
is "T19 the pid file has the number and a newline" "$(od -c "$pid_file" | head -n 1)" \
	"$(printf '%s\n' "$(pid)" | od -c | head -n 1)"
seen_is "T19 it is the number of who listens" "$(listeners)" "pid=$(pid)"
is "T20 there are no core dumps" \
	"$(sed -n 's/^Max core file size *\([0-9]*\) .*/\1/p' "/proc/$(pid)/limits")" 0
is "T20 as many open files as are allowed" \
	"$(awk '/^Max open files/ { print ($4 == $5) }' "/proc/$(pid)/limits")" 1
is "T21 what the kernel says of it is root's" "$(stat -c %U "/proc/$(pid)/fd")" root
claim "T21 the reduced user cannot read its memory" \
	sh -c '! "$@"' sh "${become[@]}" head -c 1 "/proc/$(pid)/mem"
end "T7"

application=(--pidfile "$pid_file" -l "$log" --listen "tcp:$port:interface=127.0.0.1" --at /page
	--name Example --factory basic --auth memory:alice:secret --auth=memory:bob:builder
	--realm page)
code=0
timeout 60 "$POSTERN" run "${application[@]}" || code=$?
is "T23 an application on the command line, with passwords" \
	"$code $(status -u alice:secret "$url/page/")" "0 200"
shown() { tr '\0' ' ' < "/proc/$(pid)/cmdline"; }
claim "T23 what everybody can read has none of them" sh -c "! grep -e secret -e builder -e alice" <<< "$(shown)"
claim "T23 and what is no secret as it was" \
	grep -qF -- "--factory basic --auth memory:************ --auth=memory:*********** --realm page" <<< "$(shown)"
kill -HUP "$(pid)"
claim "T23 a reload knows them still" eventually grep -q "reloaded, generation 1" "$log"
kill -HUP "$(pid)"
claim "T23 and the next one" eventually grep -q "reloaded, generation 2" "$log"
is "T23 so that they open what they opened" "$(status -u alice:secret "$url/page/") $(
	status -u bob:builder "$url/page/")" "200 200"
before=$(pid)
timeout 60 "$POSTERN" restart "${application[@]}" > "$tmp/out" || code=$?
is "T23 restart as well" "$code $(status -u alice:secret "$url/page/")" "0 200"
claim "T23 in another process" test "$(pid)" != "$before"
claim "T23 whose command line has none of them" sh -c "! grep -e secret -e builder -e alice" <<< "$(shown)"
end "T23"

serve "T7 with --umask" --umask 027
is "T7 the umask is the one asked for" "$(field Umask)" 0027
end "T7"

mkdir "$tmp/x" "$tmp/jail"
serve "T9 with --rundir" -d "$tmp/x"
seen_is "T9 the working directory is the one asked for" "$(readlink "/proc/$(pid)/cwd")" "$tmp/x"
end "T9"

# In the foreground. The reader of the pipe sees its end when nobody holds the other one.
umask 022
foreground
is "T8 in the foreground the umask is the caller's" "$(field Umask)" 0022
end "T8"
wait
umask 077

mkfifo "$tmp/fifo"
cat "$tmp/fifo" > "$tmp/read" &
reader=$!
(postern run && echo $code > "$tmp/code") 7> "$tmp/x/file" 9> "$tmp/fifo" 251> "$tmp/x/other"
is "T13 descriptors that the caller has left open" "$(cat "$tmp/code")" 0
seen_is "T13 are closed" "$(find "/proc/$(pid)/fd" -lname "$tmp/x/*" -o -lname "$tmp/fifo")" ""
eventually gone "$reader"
is "T13 the reader of a pipe sees its end" "$(wait $reader; echo $?)" 0
end "T13"

add_user "sqlite:$tmp/x/users.db" bob builder
chown -R "$user" "$tmp/x"
write_application "portal \"/db\" {
	name = \"Example\" factories = {\"basic\"} checkers = {\"sqlite:$tmp/x/users.db\"} realm = \"page\" }"
timeout 60 "$POSTERN" run "${daemon_options[@]}" 0<&- 1>&- 2>&-
is "T15 started without standard descriptors" \
	"$? $(curl -s -u bob:builder -o /dev/null -w '%{http_code}\n' "$url/db/?[1-100]" | sort | uniq -c | xargs)" \
	"0 100 200"
seen_is "T15 no file of ours has their numbers" \
	"$(readlink "/proc/$(pid)/fd/"{0,1,2} | sort -u)" /dev/null
is "T15 the database is whole" "$(sqlite3 "$tmp/x/users.db" 'PRAGMA integrity_check')" ok
end "T15"
write_application

LD_DEBUG_OUTPUT=$tmp/ld LD_DEBUG=statistics SSLKEYLOGFILE=$tmp/keys OPENSSL_CONF=/nx SECRET=1 FOO=bar \
	SQLITE_TMPDIR=/nx TZ=Europe/Berlin PATH=/nx:$PATH postern run
is "T16 started with an environment that does harm" "$code $(status "$url/page/foo")" "0 200"
seen_is "T16 what is not known to do no harm is gone" \
	"$(tr '\0' '\n' < "/proc/$(pid)/environ" | grep -c -e '^LD_' -e SSLKEYLOG -e OPENSSL_CONF \
		-e SECRET -e FOO -e SQLITE -e /nx)" 0
claim "T16 no keys were logged" test ! -e "$tmp/keys"
rm -f "$tmp"/ld*
end "T16"

ignored()
{
	for number in $(seq 31); do
		(((0x$(field SigIgn) >> (number - 1)) & 1)) && kill -l "$number"
	done | sort | xargs
}
(
	trap '' TERM HUP INT
	postern run
)
is "T17 started with signals ignored: only those are that the daemon ignores" "$(ignored)" \
	"IO PIPE PWR TSTP TTIN TTOU URG WINCH"
kill -TERM "$(pid)"
claim "T17 SIGTERM ends it" eventually nothing_is_left

the_rest_needs_root "T3 user, groups and capabilities" "T4 another group" "T5 a number without an entry" \
	"T19 the owner of the pid file" "T24 the order of the steps"
numbers() { tr ' ' '\n' | grep . | sort -n | xargs; }

serve "T3"
is "T3 the groups are those of the user, and root's are gone" "$(field Groups | numbers)" \
	"$group_ids"
is "T3 all four user and group numbers are the user's" "$(field Uid; field Gid)" \
	"$(printf '%s\t%s\t%s\t%s\n' "$uid" "$uid" "$uid" "$uid" "$gid" "$gid" "$gid" "$gid")"
is "T3 no capability is left, and none can come back" \
	"$(field CapInh; field CapPrm; field CapEff; field CapBnd; field CapAmb; field NoNewPrivs)" \
	"$(printf '0000000000000000\n%.0s' 1 2 3 4 5)
1"
is "T19 the pid file is root's" "$(stat -c '%U:%G %a' "$pid_file")" "root:root 644"
claim "T19 the reduced user cannot write to it" \
	sh -c '! "$@"' sh "${become[@]}" test -w "$pid_file"
end "T3"

serve "T4" -g "${user}x"
is "T4 the group is the one asked for" "$(field Gid | cut -f 2)" \
	"$(getent group "${user}x" | cut -d : -f 3)"
is "T4 with the groups of the user" "$(field Groups | numbers)" "$group_ids"
end "T4"

daemon_options+=(-u 61999)
fails "T5 a number without an entry has no group" 67 "identity: .*61999"
serve "T5 with a group" -g 61999
is "T5 it is the only one" "$(field Gid | cut -f 2) $(field Groups | numbers)" "61999 61999"
end "T5"
daemon_options=("${daemon_options[@]::${#daemon_options[@]}-2}")

# --debug implies -n; what it writes is the order of the steps.
rm -f "$log"
foreground --chroot / --debug
end "T24"
wait
is "T24 the order is twistd's, root until the ports are bound" "$(sed -n \
	's/.* debug lifecycle: \([A-Za-z]*\) uid=\([0-9]*\) .*/\1 \2/p' "$log" |
	grep -v -e preflight -e preload -e ready -e stop)" \
	"checkPID 0
readApplication 0
startLogger 0
chroot 0
chdir 0
umask 0
daemonize 0
openPIDFile 0
privilegedStartService 0
switchUidGid 0
startApplication $uid
run $uid
removePIDFile $uid"
finish
