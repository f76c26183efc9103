#!/usr/bin/env bash
# 200 times: start, serve at once, stop. No process, file or socket is left. And 50 reloads.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"
begin_lifecycle

cycles=${LIFECYCLE_CYCLES:-200}
files() { find "$tmp" -type f -o -type s -o -type p; }
postern run
postern stop
touch "$tmp/before"
files > "$tmp/before"
starts=0
answers=0
stops=0
leftovers=0
for _ in $(seq "$cycles"); do
	postern run
	starts=$((starts + (code == 0)))
	# No waiting: whoever is told that it serves may rely on it.
	answers=$((answers + ($(status "$url/page/foo") == 200)))
	postern stop
	stops=$((stops + (code == 0)))
	nothing_is_left > "$tmp/left" || {
		leftovers=$((leftovers + 1))
		sed 's/^/# /' "$tmp/left"
	}
done
is "T1 each of $cycles starts says that it is ready" "$starts" "$cycles"
is "T1 and is: the first request is answered" "$answers" "$cycles"
is "T144 each stop says that it is over" "$stops" "$cycles"
is "T144 and is: no process, no pid file, and the port is free" "$leftovers" 0
rm "$tmp/left"
is "no file is leaked" "$(files | diff "$tmp/before" -)" ""
sockets() { ss -Htan exclude time-wait "sport = :$port"; ss -Hxa | grep "$tmp"; }
no_sockets() { [ -z "$(sockets)" ]; }
eventually no_sockets # the kernel may still end a connection that nobody has
is "no socket is leaked" "$(sockets)" ""

# The same process, 50 times something else.
serve "reloads"
descriptors_of() { find "/proc/$(pid)/fd" -mindepth 1 | wc -l; }
postern reload
eventually grep -q ': reloaded' "$log"
eventually alone "$(pid)"
before=$(descriptors_of)
for number in $(seq 50); do
	postern reload
	eventually sh -c "[ \$(grep -c ': reloaded' '$log') -gt $number ]"
	status "$url/page/foo" "$url/hello.txt" > /dev/null
done
has_as_before() { [ "$(descriptors_of)" -eq "$before" ]; }
eventually has_as_before # the last client's connection may still have to end
root_is "50 reloads leak no descriptor" "$(descriptors_of)" "$before"
end "reloads"
finish
