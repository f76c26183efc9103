#!/usr/bin/env bash
# The keys that README.md lists are those there are, and its application runs; and "Your own in five steps"
# of checkers/README.md and realms/README.md, step by step, in a copy.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

# write README FILE: the C in the one is written to the other, without its indentation
write()
{
	awk '/^ *```c$/ { inside = 1; next } /^ *```$/ { inside = 0 } inside' "$1" |
		sed 's/^   //' > "$2"
}

# name FILE KNOWN NEW: one line more in the list, like that of KNOWN
name()
{
	sed -i "/PLUGIN($2)/{p;s/$2/$3/}" "$1"
}

# Each key of the application file, and the option that does the same.
sed -n 's/^| .\([a-z_]*\). | .\(--[a-z-]*\). | .*/\1 \2/p' README.md > "$tmp/keys"
is "README.md lists all keys of the application file" "$(cut -d ' ' -f 1 "$tmp/keys" | sort)" \
	"$(sed -n 's/.*FILE_KEY.*("\(.*\)").*/\1/p; s/.*CFG_SEC("\([a-z]*\)".*/\1/p' \
		src/application/file.c | sort)"
"$POSTERN" --help > "$tmp/help"
while read -r key option; do
	claim "the option of '$key' is there" grep -q "^ *$option\( \|$\)" "$tmp/help"
done < "$tmp/keys"

# The application that it shows, beside a store made as it says.
sed -n '/^    listen = /,/^[^ ]/p' README.md | sed -n 's/^    //p' > "$tmp/my.conf"
mkdir "$tmp/private" "$tmp/www"
add_user "sqlite:$tmp/users.db" alice secret --name Example
start -y "$tmp/my.conf"
is "the application of README.md" "$(status --digest -u alice:secret "$url/example/") \
$(status -u guest:welcome "$url/example/") $(status -u alice:wrong "$url/example/")" "404 404 401"
stop

# The objects come along, where they were, so that only what the steps change is compiled.
tree=$tmp/tree
objects=$(realpath --relative-to=. "$(dirname "$POSTERN")")
mkdir -p "$tree/$objects"
cp -a Makefile src include checkers realms www "$tree"
cp -a "$objects"/{src,checkers,realms} "$tree/$objects"
cd "$tree" || exit 1

write checkers/README.md checkers/team.c
name checkers/checkers.h checker_memory checker_team
write realms/README.md realms/hello.c
name realms/realms.h realm_files realm_hello
claim "make, with every warning an error" make --silent B="$objects" "$objects/postern"
program=$tree/$objects/postern
claim "--help-auth lists the checker" grep -q '^ *team:PASSWORD' <("$program" --help-auth)
claim "--help-realm lists the realm" grep -q '^ *hello' <("$program" --help-realm)

options=$(sed -n 's/.*build\/postern --nodaemon \(--at .*\)/\1/p' checkers/README.md)
claim "the README says how to try the checker" test -n "$options"
# shellcheck disable=SC2086
start $options
for scheme in basic digest; do
	is "the checker, --$scheme" "$(status --$scheme -u anybody:secret "$url/")" 200
	is "the checker, --$scheme, wrong" "$(status --$scheme -u anybody:wrong "$url/")" 401
done
stop
is "the server ends well" "$code" 0

start --at / --name Hello --factory basic --auth memory:alice:secret --auth team:builder --realm hello \
	--at /open --auth anonymous --realm hello
is "the realm" "$(curl --silent -u alice:secret "$url/foo")" hello
is "the realm and the checker" "$(curl --silent -u somebody:builder "$url/foo")" hello
is "the realm, for a stranger" "$(status "$url/open/foo")" 403
is "the realm, another method" "$(status -X POST -u alice:secret "$url/foo")" 405
stop
is "the server ends well with the realm" "$code" 0
finish
