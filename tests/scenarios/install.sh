#!/usr/bin/env bash
# What `make install` puts below DESTDIR is whole: the program, the headers, what it serves.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

root=$tmp/root
claim "make install" make --silent install B="$(dirname "$POSTERN")" DESTDIR="$root" PREFIX=/usr
is "it puts everything below DESTDIR" "$(cd "$root" && find . -type f | grep -v include | sort | xargs)" \
	"./usr/bin/postern ./usr/lib/pkgconfig/postern.pc ./usr/lib/postern/checker_pam.so \
./usr/lib/systemd/system/postern.service \
./usr/lib/systemd/system/postern.socket ./usr/share/postern/fail2ban.conf ./usr/share/postern/www/index.html"
for header in include/postern/*.h; do
	echo "#include \"${header#include/}\""
done > "$tmp/plugin.c"
claim "a plug-in finds its headers there" \
	gcc -std=gnu17 -D_GNU_SOURCE -fsyntax-only -Werror "-I$root/usr/include" "$tmp/plugin.c"
# The directory that it was installed below stands before what pkg-config says of it.
export PKG_CONFIG_PATH=$root/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1
is "pkg-config knows the version" "postern $(pkg-config --modversion postern)" \
	"$("$root/usr/bin/postern" --version)"
claim "the example of a plug-in is built with them" \
	make --silent -C checkers/plugins/example B="$tmp"
claim "and the program that was installed loads it" "$root/usr/bin/postern" check --listen tcp:0 \
	--plugin "$tmp/door.so" --at / --name Door --factory basic --auth door:4711 --realm greeting

# Elsewhere, so that nothing comes out of the checkout.
cd "$tmp" || exit 1
program=$root/usr/bin/postern
start
page=$(curl --silent "$url/")
claim "the built-in application says what this is" grep -qi "<title>.*postern" <<< "$page"
claim "it is the page that was installed" cmp "$root/usr/share/postern/www/index.html" <(echo "$page")
path=$(grep -o 'href="/example/[^"]*"' <<< "$page" | cut -d '"' -f 2)
is "and it links to the guarded page" "$path" /example/foo
is "which asks for a login" "$(status "$url$path")" 401
for scheme in basic digest anyauth; do
	is "--$scheme: wrong password" "$(status --$scheme -u alice:wrong "$url$path")" 401
	claim "--$scheme: the page has the last part of the path" \
		grep -q '<h1>.*foo.*</h1>' <(curl --silent --$scheme -u alice:secret "$url$path")
done
is "another path, another text" \
	"$(curl --silent --digest -u bob:builder "$url/example/a/%3Cbar%3E" | grep -c "<h1>.*&lt;bar&gt;")" 1
stop
is "the server ends well" "$code" 0
finish
