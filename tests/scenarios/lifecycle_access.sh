#!/usr/bin/env bash
# The access log of a daemon: where its process goes, the log goes, and still can be rotated.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

# A directory that nothing else makes writable.
access=$tmp/access/a.log
mkdir "$tmp/access"
chown "$user" "$tmp/access"
says() { grep -qE -e "$1" "$2"; }

# write_logged TYPE:PATH: the application with that access log
write_logged() { write_application "access_log = \"$1\""; }

write_logged "combined:access/a.log"
serve "an access log, relative to the application file"
claim "no warning" sh -c "! grep . '$tmp/error'"
status -u alice:secret "$url/users/before" > /dev/null
claim "it is written to" eventually says ' alice .*/users/before ' "$access"
root_is "it was made before there was another user" "$(stat -c %U:%a "$access")" root:640
postern rotate
claim "rotate takes it along" eventually says /users/before "$access.1"
status "$url/page/after" > /dev/null
claim "and a new one begins" eventually says /page/after "$access"
write_logged "json:access/a.log"
postern reload
claim "another one takes a restart" eventually says 'warning config: access_log: .* a restart' "$log"
end "an access log"
claim "the last line is there" says /page/foo "$access.1"

write_logged "combined:-"
fails "a daemon has no standard output" 64 "logfile: daemons cannot write the access log to stdout"
write_logged "combined:$log"
fails "the log is another file" 64 "must be two files"

the_rest_needs_root "a directory of somebody else" "an access log in a chroot"
chown root "$tmp/access"
write_logged "combined:access/a.log"
serve "a directory of somebody else"
claim "it warns of rotation" says 'warning: rotation of the access log will fail: .*chown' "$tmp/error"
end "a directory of somebody else"

chown "$user" "$tmp/access"
serve "an access log in a chroot" --chroot "$tmp" --pidfile /run/s.pid
status "$url/page/jailed" > /dev/null
eventually says /page/jailed "$access"
kill -USR1 "$(pid)"
claim "rotation finds it there" eventually says /page/jailed "$access.1"
kill "$(pid)"
claim "it stops" eventually nothing_is_left
finish
