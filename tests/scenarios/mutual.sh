#!/usr/bin/env bash
# A02: neon, by which cadaver speaks HTTP, breaks off when the server's proof is wrong.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

# believed FACTORY: it goes on to what no realm can do, PROPFIND.
believed()
{
	start --at /page --name Example --factory "$1" --auth memory:alice:secret --realm page --mutual
	printf 'open %s\nquit\n' "$url/page/" | HOME=$tmp timeout 20 cadaver > "$tmp/cadaver" 2>&1
	stop
	cat "$tmp/cadaver"
	grep -q "501 Not Implemented" "$tmp/cadaver"
}

printf 'machine 127.0.0.1\nlogin alice\npassword secret\n' > "$tmp/.netrc"
chmod 600 "$tmp/.netrc"
for factory in digest:MD5 digest:SHA-256; do
	if command -v cadaver > /dev/null; then
		claim "A02 neon believes the proof by $factory" believed "$factory"
	else
		skip "A02 neon believes the proof by $factory" "there is no cadaver"
	fi
done
finish
