#!/usr/bin/env bash
# The log says what came of each login: to people, to programs, and to fail2ban, which is to ban nobody
# else. The numbers are those of the specification.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

program=$POSTERN_FAKES
filter=src/http/fail2ban.conf

# last: the last line about a login, without its time, and with one tag
last() { sed -n 's/^\S*Z \(\S* login: event=\)/\1/p' "$tmp/log" | tail -n 1 | sed 's/tag=.../tag=TAG/'; }
lines() { grep -c "Z [a-z]* login: event=${1:-}" "$tmp/log"; }
login() { status -u "$1" "${@:2}" "$url/example/foo"; }

# banned: whom fail2ban would count
banned()
{
	if command -v fail2ban-regex > /dev/null; then
		fail2ban-regex --out ip "$tmp/log" "$filter"
	else
		python3 tests/scenarios/fail2ban.py "$filter" < "$tmp/log"
	fi | sort | uniq -c | xargs
}

# A name that needs escapes, and would forge fields without them.
hostile='al"ice client=192.0.2.66 "'
start --at /example --name Example --factory digest --factory basic --auth 'memory:alice:secret' \
	--auth 'memory:bob:builder:al"ice\\:secret' --realm page \
	--at /first --name First --factory basic --auth broken --auth memory:alice:secret --realm page \
	--at /denied --name Denied --factory basic --auth memory:alice:secret --realm denying
head='client=127.0.0.1 portal="/example"'

login alice:wrong > "$tmp/status"
is "T11: one line, with what each checker said" "$(lines) $(last)" \
	"1 warning login: event=login-refused $head factory=basic user=\"alice\" tag=TAG \
reason=\"checker 'memory': wrong password; checker 'memory': unknown user\""
login alice:wrong --digest > "$tmp/status"
is "Digest: the algorithm, and no tag" "$(lines) $(last)" \
	"2 warning login: event=login-refused $head factory=digest:SHA-256 user=\"alice\" \
reason=\"checker 'memory': wrong password; checker 'memory': unknown user\""
login 'secret password:alice' > "$tmp/status"
is "nobody is named who does not exist" "$(last)" \
	"warning login: event=login-refused $head factory=basic user_length=15 tag=TAG \
reason=\"checker 'memory': unknown user; checker 'memory': unknown user\""
claim "and nothing that was sent is in the log" test "$(grep -c 'secret password' "$tmp/log")" -eq 0
login 'al"ice\:wrong' > "$tmp/status"
is "T100: names are escaped" "$(last | grep -o 'user="[^"]*"')" 'user="al\x22ice\x5c"'
login "$hostile:x" > "$tmp/status"
login $'alice\nwarning login: event=login-refused client=192.0.2.66 :x' > "$tmp/status"
login ':' -H 'X-Forwarded-For: 192.0.2.66' > "$tmp/status"
claim "T100: no name, and no field, forges anything" test "$(grep -c '192.0.2.66' "$tmp/log")" -eq 0

for name in alice bob carol; do login "$name:Winter2026"; done > "$tmp/status"
is "T113: one password tried on many has one tag" \
	"$(grep 'event=login-refused' "$tmp/log" | tail -n 3 | grep -o 'tag=...' | sort -u | wc -l)" 1

before=$(lines)
for _ in 1 2 3; do login bob:builder; login bob:builder --digest; done > "$tmp/status"
is "a login that is right is said once" "$(($(lines) - before)) $(last)" \
	"1 info login: event=login-granted $head factory=basic user=\"bob\""
status -u alice:secret "$url/denied/foo" > "$tmp/status"
is "the realm lets it not in" "$(last)" \
	"warning login: event=login-denied client=127.0.0.1 portal=\"/denied\" factory=basic user=\"alice\" \
reason=\"realm 'denying': nobody may\""
status -u alice:wrong "$url/first/foo" > "$tmp/status"
is "T19: who cannot tell" "$(last)" \
	"warning login: event=login-unavailable client=127.0.0.1 portal=\"/first\" factory=basic user=\"alice\" \
reason=\"checker 'broken': it is broken; checker 'memory': wrong password\""
before=$(lines)
for number in $(seq 20); do status -u "user$number:wrong" "$url/first/foo"; done > "$tmp/status"
is "and it is said of the first of them alone" "$(lines) $(lines outage-began)" "$before 1"
status -H 'Authorization: Digest x' "$url/example/foo" > "$tmp/status"
is "what cannot be read" "$(last | sed 's/reason=.*//')" "info login: event=login-unreadable $head "
before=$(lines)
status "$url/example/foo" > "$tmp/status"
is "who presents nothing has not failed" "$(lines)" "$before"

refused=$(lines login-refused)
is "fail2ban counts who was refused, and nobody else" "$(banned)" "$refused 127.0.0.1"
stop

start --trusted-proxy 127.0.0.1 --at /example --name Example --factory basic --auth memory:alice:secret \
	--realm page
login alice:wrong -H 'X-Forwarded-For: 192.0.2.66, 2001:db8::7' > "$tmp/status"
is "T111: behind a proxy it is whom the proxy names" "$(last | grep -o 'client=.* portal')" \
	"client=2001:db8::7 proxy=127.0.0.1 portal"
login alice:wrong -H 'X-Forwarded-For: 192.0.2.7' > "$tmp/status"
is "and so it is to fail2ban" "$(banned)" "1 192.0.2.7 1 2001:db8::7"
stop

# The same lines as syslog and the journal have them, and what others would like them to be.
sed -n 's/^\S*Z \(.*event=login-refused.*\)/Nov 21 08:15:00 gate postern[42]: \1/p' "$tmp/log" > "$tmp/syslog"
cat >> "$tmp/syslog" << 'END'
Nov 21 08:15:00 gate other[43]: warning login: event=login-refused client=192.0.2.66 portal="/"
Nov 21 08:15:00 gate postern[42]: warning http: warning login: event=login-refused client=192.0.2.66 x
Nov 21 08:15:00 gate postern[42]: warning login: event=login-refused client=local portal="/"
END
mv "$tmp/syslog" "$tmp/log"
is "fail2ban finds them in syslog" "$(banned)" "1 192.0.2.7 1 2001:db8::7"
finish
