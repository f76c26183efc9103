#!/usr/bin/env bash
# The log file: rotated by size and on demand, kept when that fails, never torn, never forged.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

# refusals COUNT: as many logins that are refused, each of which is one line
refusals()
{
	curl --silent --no-progress-meter --parallel --parallel-max 8 --output /dev/null \
		-u alice:wrong "$url/users/?[1-$1]"
}
refused() { cat "$log"* | grep -c 'wrong password"$'; }
# What no line of ours can be.
torn() { cat "$log"* | grep -avcE '^[0-9-]{10}T[0-9:.]{12}Z (error|warning|info|debug) [a-z]+: [ -~]*$'; }
open_logs() { readlink "/proc/$(pid)/fd/"* | grep "$tmp/log/"; }

serve "T92"
root_is "T92 the log is made by root, for nobody else to read" "$(stat -c '%U:%G %a' "$log")" \
	"root:root 640"
refusals 4000
is "T100 8 clients at once: each refusal is a line" "$(refused)" 4000
is "T100 and no line is torn" "$(torn)" 0

curl -s -o /dev/null -u $'alice\r\nforged \e[2J:secret' "$url/users/"
curl -s "$url/$(head -c 10000 /dev/zero | tr '\0' x)" "$url/users/%0d%0aforged" > /dev/null
is "T101 what clients send forges no line" "$(torn) $(grep -c '^forged' "$log")" "0 0"
is "T101 and makes none longer than 4096 bytes" "$(awk 'length >= 4096' "$log" | wc -l)" 0
end "T92"

rm -f "$log"*
serve "T93" --rotate-length 20000
refusals 2000
eventually test -e "$log.5"
end "T93" # and with it the last rotation
is "T93 rotated under load: no line is lost or doubled" "$(refused) $(torn)" "2000 0"
is "T93 the new file is the user's" "$(stat -c '%U %a' "$log")" "$user 640"
first_time() { head -n 1 "$1" | cut -d ' ' -f 1; }
claim "T93 the oldest has the highest number" test "$(first_time "$log.5")" "<" "$(first_time "$log.1")"

# Under load they are as long as it takes to rotate them: here it may take its time.
rm -f "$log"*
serve "T93 step by step" --rotate-length 20000
is_short() { [ "$(stat -c %s "$log")" -lt 20000 ]; }
for _ in $(seq 10); do
	refusals 50
	eventually is_short
done
end "T93 step by step"
claim "T93 several files are full" test -e "$log.3"
is "T93 the files are about as long as was asked for" \
	"$(find "$tmp/log" -name 's.log.*' -size +32k -o -name 's.log.*' -size -19k | wc -l)" 0

rm -f "$log"*
serve "T94" --rotate-length 20000 --rotate-keep 2
refusals 2000
eventually test -e "$log.2"
end "T94"
is "T94 as many old files stay as were asked for" \
	"$(find "$tmp/log" -type f -printf '%f\n' | sort | xargs)" "s.log s.log.1 s.log.2"

rm -f "$log"*
serve "T95"
mv "$log" "$log.1"
postern rotate
is "T95 rotate says that it was sent" "$code $(grep -c sent "$tmp/out")" "0 1"
claim "T95 a log that was moved away is made again" eventually test -e "$log"
refusals 1
claim "T95 and written to" eventually grep -q "wrong password" "$log"
seen_is "T95 no other one is open" "$(open_logs)" "$log"
claim "T95 nothing was rotated" test ! -e "$log.2"
kill -USR1 "$(pid)"
is_rotated() { [ -e "$log.2" ] && [ -e "$log.1" ] && grep -q 'opened anew' "$log"; }
claim "T95 a log that is in its place is rotated" eventually is_rotated
seen_is "T95 no other one is open" "$(open_logs)" "$log"

for _ in 1 2 3 4 5; do
	refusals 200 &
	: > "$log"
	wait $!
done
is "T99 truncated under load: there is no hole" "$(tr -d '\0' < "$log" | wc -c)" "$(stat -c %s "$log")"
end "T95"

the_rest_needs_root "T96 T97 T98 directories that the user cannot write to" "T103 the disk is full" \
	"T104 T105 T107 a log and a chroot"

clear_directories root
chown "$user" "$tmp/run"
postern run --rotate-length 20000
is "T96 a directory that the user cannot write to: it starts" "$code" 0
claim "T96 and warns, with the command that repairs it" \
	grep -q "warning: log rotation will fail: .*chown $user '$tmp/log'" "$tmp/error"
claim "T96 in the log as well" grep -q "warning .*log rotation will fail" "$log"
refusals 1000
is "T96 too long, the old file is written to" "$(refused) $(find "$tmp/log" -type f)" "1000 $log"
claim "T96 and the log is not filled with complaints" \
	test "$(grep -c 'warning .*\(rotate\|rename\)' "$log")" -le 2
end "T96"

rm -f "$log"
fails "T97 the same with --strict" 77 "log rotation will fail" --strict
clear_directories "$user"
serve "T97 --strict where all is well" --strict
end "T97"

clear_directories root 1777
serve "T98 a sticky directory"
claim "T98 warns as well" grep -q "warning: log rotation will fail: .*sticky" "$tmp/error"
end "T98"
clear_directories "$user"

mkdir "$tmp/full"
if mount -t tmpfs -o size=64k,mode=755,uid=$uid tmpfs "$tmp/full" 2> /dev/null; then
	log=$tmp/full/s.log
	serve "T103" -l "$log"
	fallocate -l 60k "$tmp/full/ballast"
	refusals 500
	is "T103 the disk is full: it serves" "$(status -u alice:secret "$url/users/")" 200
	rm "$tmp/full/ballast"
	refusals 1
	claim "T103 the log says how many lines are lost" eventually grep -qE "[0-9]+ lines? (is|are|were)? ?lost" "$log"
	is "T103 none is torn" "$(torn)" 0
	end "T103"
	log=$tmp/log/s.log
	umount "$tmp/full"
else
	skip "T103 the disk is full" "cannot mount a file system here"
fi

# The application's files are in the chroot, too.
mkdir -p "$tmp/jail/log"
chown "$user" "$tmp/jail/log"
sed "s|$tmp/|$tmp/jail/|" "$tmp/app.conf" > "$tmp/jail/app.conf"
cp -r "$tmp/www" "$tmp/users.txt" "$tmp/jail"
daemon_options=(-y "$tmp/jail/app.conf" --chroot "$tmp/jail" --pidfile /log/s.pid -l "$tmp/jail/log/s.log"
	-u "$user")
pid_file=$tmp/jail/log/s.pid
log=$tmp/jail/log/s.log
serve "T104"
claim "T104 a log in the chroot: no warning" sh -c "! grep warning '$tmp/error'"
postern rotate
claim "T104 it is rotated there" eventually test -e "$log.1"
refusals 1
claim "T104 and written to" eventually grep -q "wrong password" "$log"
end "T104"
ln -s jail "$tmp/link"
serve "T104 a log whose path goes through a link" -l "$tmp/link/log/s.log"
claim "T104 is in the chroot, too: no warning" sh -c "! grep warning '$tmp/error'"
postern rotate
claim "T104 and rotated" eventually test -e "$log.2"
end "T104 a log whose path goes through a link"

log=$tmp/log/s.log
serve "T105" -l "$log"
claim "T105 a log outside of the chroot: the start warns" \
	grep -q "warning: log rotation will fail: .*outside of the chroot" "$tmp/error"
end "T105"

rm -f "$log"
TZ=Europe/Berlin serve "T107" -l "$log"
refusals 1
end "T107"
is "T107 no line is torn" "$(torn)" 0
# age WHICH: seconds since its line; an hour is wrong by 3600
age() { echo $(($(date +%s) - $(date -d "$("$1" -n 1 "$log" | cut -d ' ' -f 1)" +%s))); }
claim "T107 the time is UTC before chroot" test "$(age head)" -lt 60 -a "$(age head)" -ge 0
claim "T107 and after it" test "$(age tail)" -lt 60 -a "$(age tail)" -ge 0
finish
