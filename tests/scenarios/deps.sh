#!/usr/bin/env bash
# `make deps` installs what is missing, and does nothing when nothing is.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

# These stand before the real ones: what is installed is $tmp/installed, and nothing is changed.
mkdir "$tmp/bin"
cat > "$tmp/bin/dpkg-query" << END
#!/bin/bash
grep -qx -- "\${*: -1}" "$tmp/installed" && echo install ok installed
END
cat > "$tmp/bin/apt-get" << END
#!/bin/bash
echo "apt-get \$*" >> "$tmp/calls"
END
cat > "$tmp/bin/sudo" << 'END'
#!/bin/bash
exec "$@"
END
chmod +x "$tmp/bin/"*

# deps TARGET: sets $calls, what was asked of apt-get
deps()
{
	: > "$tmp/calls"
	# As if nobody had run make already.
	env -u MAKEFLAGS PATH="$tmp/bin:$PATH" make --silent "$1" > "$tmp/out" 2>&1 ||
		echo "make: $?" >> "$tmp/calls"
	calls=$(cat "$tmp/calls")
}

: > "$tmp/installed"
deps deps
claim "without anything, the lists are read first" grep -q '^apt-get .* update$' <<< "$(head -n 1 <<< "$calls")"
packages=$(sed -n '2s/.*--no-install-recommends //p' <<< "$calls")
claim "then what the server needs is installed" grep -q 'gcc.*libmicrohttpd-dev.*check' <<< "$packages"
tr ' ' '\n' <<< "$packages" > "$tmp/installed"
deps deps
is "with everything, nothing is done" "$calls" ""
is "and nothing is said" "$(cat "$tmp/out")" ""
sed -i '/^sqlite3$/d' "$tmp/installed"
deps deps
is "only what is missing is installed" "$(tail -n 1 <<< "$calls" | sed 's/.* install /install /')" \
	"install -y --no-install-recommends sqlite3"
echo sqlite3 >> "$tmp/installed"
deps deps-lint
claim "lint needs more" grep -q 'install .*clang-format-14' <<< "$calls"
finish
