#!/usr/bin/env bash
# The pid file: what is stale is removed, who lives is not doubled, who is not ours is not touched.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

says() { grep -qi -e "$1" "$tmp/error" "$log"; }
alive() { ! gone "$1"; }
dead_number() { sh -c 'echo $$'; }
# Somebody whose number may stand in the file.
sleep 1000 &
canary=$!

dead_number > "$pid_file"
serve "T51 the number of a dead process"
claim "T51 the log says that it was stale" says "stale"
is "T51 once" "$(cat "$tmp/error" "$log" | grep -ci stale)" 1
is "T51 and it holds the new number" "$(field Uid | cut -f 2)" "$uid"

# The server of T51 goes on.
before=$(stat -c '%i %Y %s' "$pid_file")
postern run
is "T53 a second start is refused" "$code" 75
claim "T53 and told the number" one_line "another server is running, PID $(pid)"
is "T53 the first one serves" "$(status "$url/page/foo")" 200
is "T53 the file is what it was" "$(stat -c '%i %Y %s' "$pid_file")" "$before"
end "T53"

echo $canary > "$pid_file"
serve "T52 the number of a process that is not ours"
claim "T52 is stale" says "stale"
claim "T52 and the process is left alone" alive $canary
end "T52"

: > "$pid_file"
serve "T55 an empty file"
end "T55"

# refuses LABEL TEXT: the file is not a pid file, and stays what it is.
refuses()
{
	printf '%b' "$2" > "$pid_file"
	cp "$pid_file" "$tmp/before"
	postern run
	is "T56 $1: the start is refused" "$code" 65
	claim "T56 $1: the file is untouched" cmp "$pid_file" "$tmp/before"
	postern stop
	claim "T56 $1: stop signals nobody" alive $canary
	claim "T56 $1: the file is still there" cmp "$pid_file" "$tmp/before"
}
refuses "letters" 'abc\n'
refuses "a number and more" "${canary}x\\n"
refuses "4 kB" "$(head -c 4096 /dev/zero | tr '\0' x)"
refuses "minus one" '-1\n'
refuses "nought" '0\n'
refuses "one" '1\n'
rm "$pid_file"

# In a group of its own, which must survive.
setsid sh -c 'echo $$ > "$1"; exec sleep 1000' sh "$tmp/leader" &
eventually test -s "$tmp/leader"
for number in -1 0 1 "-$(cat "$tmp/leader")" "$(cat "$tmp/leader")"; do
	echo "$number" > "$pid_file"
	postern stop
	claim "T57 stop with $number in the file: 65, or 0 where nobody runs" \
		test "$code" -eq 65 -o "$code" -eq 0
	claim "T57 stop with $number in the file: nobody is signalled" alive "$(cat "$tmp/leader")"
	rm -f "$pid_file"
done
kill "$(cat "$tmp/leader")"

serve "T59"
exec {client}<> "/dev/tcp/127.0.0.1/$port"
printf 'GET /page/foo HTTP/1.1\r\nHost: localhost\r\n\r\n' >&$client
read -r _ <&$client
killed=$(pid)
kill -KILL "$killed"
eventually gone "$killed"
serve "T59 after kill -9, at once"
exec {client}>&-
end "T59"

# 20 at once: one of them wins.
for number in $(seq 20); do
	(
		"$POSTERN" run "${daemon_options[@]}" < /dev/null > "$tmp/error.$number" 2>&1
		echo $? > "$tmp/code.$number"
	) &
	starts[number]=$!
done
wait "${starts[@]}"
is "T60 of 20 starts at once, one is the server" \
	"$(cat "$tmp"/code.* | sort | uniq -c | sed 's/^ *//' | xargs)" "1 0 19 75"
seen_is "T60 it listens, and nobody else" "$(listeners)" "pid=$(pid)"
end "T60"

# Starts and stops that cross each other. Whatever they answer, two never serve.
crossing()
{
	local result said
	for _ in $(seq 25); do
		result=0
		said=$(timeout 60 "$POSTERN" "$1" "${daemon_options[@]}" < /dev/null 2>&1) || result=$?
		case $result in
		0 | 75 | 69) ;;
		143) ;; # stopped before it was ready
		*) echo "$1: $result: $said" ;;
		esac
	done
}
for number in 1 2; do
	for verb in run stop; do
		crossing "$verb" > "$tmp/crossing.$verb.$number" &
		crossings+=($!)
	done
done
while :; do
	running=0
	for job in "${crossings[@]}"; do ! alive "$job" || running=1; done
	[ $running -eq 1 ] || break
	listeners | wc -l
done > "$tmp/listeners"
wait "${crossings[@]}"
seen_is "T61 starts and stops that cross: two servers never listen" \
	"$(sort -n "$tmp/listeners" | awk '$1 > 1' | wc -l)" 0
is "T61 and all say what happened" "$(cat "$tmp"/crossing.*)" ""
running() { pgrep -f "$tmp/app.conf"; }
nobody_runs() { ! running; }
is "T61 afterwards the file is true" "$(running)" "$(pid)"
postern stop
claim "T61 nothing is left" nothing_is_left

serve "T65"
running=$(pid)
echo "not yours" > "$tmp/run/other"
mv "$tmp/run/other" "$pid_file"
kill -TERM "$running"
claim "T65 it ends" eventually gone "$running"
is "T65 a file that was put over ours is left alone" "$(cat "$pid_file")" "not yours"
rm "$pid_file"

postern run --pidfile ''
is "T68 without a pid file" "$code $(status "$url/page/foo") $(ls "$tmp/run")" "0 200 "
postern stop --pidfile ''
is "T68 stop finds nobody" "$code $(cat "$tmp/error")" \
	"64 postern: pidfile: there is no pid file to find the server by"
kill -TERM "$(running)"
claim "T68 kill stops it" eventually nothing_is_left

foreground
is "T69 in the foreground there is one as well" "$(field Uid | cut -f 2)" "$uid"
end "T69"
wait $foreground

the_rest_needs_root "T63 a directory that is root's" "T64 a sticky directory that is root's" \
	"T67 another's number in the file" "T71 links that lead out of the chroot"

# Where the user cannot remove it.
for mode in 755 1777; do
	label="T63 a directory that is root's"
	[ $mode = 755 ] || label="T64 a sticky directory that is root's"
	clear_directories root $mode
	chown "$user" "$tmp/log"
	serve "$label"
	claim "$label: the start warns" says "pid file .*emptied, not removed"
	kill -TERM "$(pid)"
	claim "$label: it ends" eventually nobody_runs
	is "$label: the file is emptied" "$(stat -c %s "$pid_file")" 0
	is "$label: the log says so" "$(grep -c 'warning pidfile: .*emptied, not removed' "$log")" 1
	serve "$label, once more"
	end "$label, once more"
done
: > "$pid_file"
postern stop
is "T63 stop removes what was left" "$code $(test -e "$pid_file"; echo $?)" "0 1"
clear_directories "$user"

serve "T67"
running=$(pid)
as_user sh -c \
	"cat '$pid_file' > '$tmp/run/new'; echo $canary > '$tmp/run/new'; mv -f '$tmp/run/new' '$pid_file'"
is "T67 the user puts a file with another's number in the place" "$(pid)" $canary
postern stop
claim "T67 stop does not signal that process" alive $canary
echo "$running" > "$pid_file"
kill -TERM "$running"
eventually gone "$running"
rm -f "$pid_file"

mkdir -p "$tmp/jail/run"
chown "$user" "$tmp/jail/run"
echo victim > "$tmp/victim"
ln -s "$tmp/victim" "$tmp/jail/run/s.pid"
postern run --chroot "$tmp/jail" --pidfile /run/s.pid
is "T71 a symbolic link in the chroot that leads out of it" "$code $(cat "$tmp/victim")" "73 victim"
rm "$tmp/jail/run/s.pid"
rmdir "$tmp/jail/run"
mkdir "$tmp/outside"
ln -s "$tmp/outside" "$tmp/jail/run"
postern run --chroot "$tmp/jail" --pidfile /run/s.pid
is "T71 a directory that leads out of it" "$code $(ls "$tmp/outside")" "73 "
finish
