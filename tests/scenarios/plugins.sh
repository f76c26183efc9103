#!/usr/bin/env bash
# 114: checkers and realms in shared objects: those that fit serve, and the others say why they do not.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

include=$PWD/include
# The objects stand where only we can write, wherever the checkout is.
objects=$tmp/objects
mkdir -m 755 "$objects"

claim "the example is built outside of the tree's build" \
	make --silent -C checkers/plugins/example B="$objects" POSTERN_CFLAGS="-I$include"

# object NAME [FLAG...]: the C of the standard input becomes $objects/NAME.so
object()
{
	gcc -std=gnu17 -D_GNU_SOURCE "-I$include" -fPIC -shared "${@:2}" -o "$objects/$1.so" -x c -
}

is "--help-auth lists its checker" \
	"$("$POSTERN" --plugin "$objects/door.so" --help-auth | grep -c '^ *door:CODE$')" 1
is "--help-auth-type explains it" \
	"$("$POSTERN" --plugin "$objects/door.so" --help-auth-type door | grep -c 'IUsernameHashedPassword')" 1
is "--help-realm lists its realm" \
	"$("$POSTERN" --plugin "$objects/door.so" --help-realm | grep -c '^ *greeting$')" 1
is "without the object there is none" "$("$POSTERN" --help-auth | grep -c door)" 0

# The application names the object by a path that is relative to the file.
cat > "$tmp/app.conf" << END
plugins = {"objects/door.so"}
listen = {"tcp:0:interface=127.0.0.1"}
portal "/" {
    name = "Door" factories = {"digest", "basic"} checkers = {"door:4711"} realm = "greeting"
}
END
start --application "$tmp/app.conf"
is "Digest: right" "$(status --digest -u anybody:4711 "$url/")" 200
is "Digest: wrong" "$(status --digest -u anybody:4712 "$url/")" 401
is "Basic: right" "$(curl --silent -u anybody:4711 "$url/")" "come in"
is "Basic: wrong" "$(status -u anybody:4712 "$url/")" 401
is "the realm refuses what it does not do" "$(status -X POST -u anybody:4711 "$url/")" 405

says() { grep -q "$1" "$tmp/log"; }
sed -i 's/4711/1174/' "$tmp/app.conf"
kill -HUP "$server"
claim "a reload" eventually says 'reloaded, generation 1'
is "finds the checker again" "$(status -u anybody:1174 "$url/") $(status -u anybody:4711 "$url/")" "200 401"
sed -i 's/^plugins.*/plugins = {}/' "$tmp/app.conf"
kill -HUP "$server"
claim "what is loaded stays until a restart" eventually says 'plugins: a change takes a restart'
claim "the reload itself is done" eventually says 'reloaded, generation 2'
is "and it serves" "$(status -u anybody:1174 "$url/")" 200
stop
is "the server ends well" "$code" 0

# refused NAME PATH TEXT: the start ends with 78 or 66, and names the file and the reason
refused()
{
	local result=0
	"$POSTERN" check --listen tcp:0 --plugin "$2" --at / --auth anonymous --realm page \
		> "$tmp/out" 2> "$tmp/error" || result=$?
	is "$1: the status" "$result" "${4:-78}"
	claim "$1: file and reason" grep -qF -e "$3" "$tmp/error"
}
cannot="postern: config: --plugin: cannot load '$objects"
distrusts="postern: config: --plugin: cannot trust '$objects"

cat > "$tmp/plugin.h" << 'END'
#include "postern/plugin_object.h"
static struct checker *create(struct arguments *a, struct error *e) { (void)a; (void)e; return NULL; }
static enum verdict ask(struct checker *c, struct credentials *k, const struct caller *l,
			struct avatar_id *i, struct error *e)
{
	(void)c; (void)k; (void)l; (void)i; (void)e;
	return VERDICT_REFUSED;
}
static void destroy(struct checker *c) { (void)c; }
static const struct checker_type type = {
	.base = {.name = NAME, .usage = "", .summary = "a checker"},
	.interfaces = IUSERNAME_PASSWORD,
	.create = create, .request_avatar_id = ask, .destroy = destroy,
};
static const struct plugin_type *const checkers[] = {&type.base, NULL};
END
whole='#include "plugin.h"
const struct postern_plugin postern_plugin = {POSTERN_PLUGIN_BUILT, .checkers = checkers};'

object whole "-I$tmp" '-DNAME="whole"' <<< "$whole"
is "what fits is taken" "$("$POSTERN" check --plugin "$objects/whole.so" > "$tmp/out" 2>&1; echo $?)" 0

claim "and check says so" grep -qxF "loads plug-ins from $objects/whole.so" "$tmp/out"

object abi "-I$tmp" '-DNAME="whole"' << 'END'
#include "plugin.h"
const struct postern_plugin postern_plugin = {.abi = POSTERN_PLUGIN_ABI + 1, .checkers = checkers};
END
refused "wrong ABI" "$objects/abi.so" "$cannot/abi.so': built for ABI 2, this program has ABI 1"
object sizes "-I$tmp" '-DNAME="whole"' << 'END'
#include "plugin.h"
const struct postern_plugin postern_plugin = {.abi = POSTERN_PLUGIN_ABI, .checkers = checkers};
END
refused "other headers" "$objects/sizes.so" "$cannot/sizes.so': built with the headers of another version"
object builtin "-I$tmp" '-DNAME="memory"' <<< "$whole"
refused "the name of a built-in one" "$objects/builtin.so" \
	"$cannot/builtin.so': there is a checker 'memory' already"
cp "$objects/whole.so" "$objects/copy.so"
"$POSTERN" check --plugin "$objects/whole.so" --plugin "$objects/copy.so" > "$tmp/out" 2> "$tmp/error"
is "the name of another object's: the status" "$?" 78
claim "the name of another object's: file and reason" \
	grep -qF "$cannot/copy.so': there is a checker 'whole' already" "$tmp/error"
object symbol <<< 'int something_else = 1;'
refused "no symbol" "$objects/symbol.so" "$cannot/symbol.so': it exports no 'postern_plugin'"
object undefined "-I$tmp" '-DNAME="whole"' <<< "$whole
int undefined(void); int (*needs)(void) = undefined;"
refused "what it needs is not there" "$objects/undefined.so" \
	"$cannot/undefined.so': undefined symbol: undefined"
object inner "-I$tmp" '-DNAME="whole"' <<< "$whole
void log_line(void); void (*needs)(void) = log_line;"
refused "what only the program may call is hidden" "$objects/inner.so" \
	"$cannot/inner.so': undefined symbol: log_line"
# The machine is a number of two octets; 243 is RISC-V.
cp "$objects/whole.so" "$objects/machine.so"
printf '\xf3\x00' | dd of="$objects/machine.so" bs=1 seek=18 conv=notrunc status=none
refused "wrong architecture" "$objects/machine.so" "$cannot/machine.so': built for another machine"
cp "$objects/whole.so" "$objects/bits.so"
printf '\x01' | dd of="$objects/bits.so" bs=1 seek=4 conv=notrunc status=none
refused "of 32 bits" "$objects/bits.so" "$cannot/bits.so': built for another machine"
echo "something else" > "$objects/text.so"
refused "a text" "$objects/text.so" "$cannot/text.so': no shared object"
refused "missing" "$objects/none.so" "--plugin: cannot open '$objects/none.so': No such file" 66

cp "$objects/whole.so" "$objects/open.so"
chmod 777 "$objects/open.so"
refused "others can write to it" "$objects/open.so" "$distrusts/open.so': others can write to it, mode 0777"
mkdir "$objects/group"
cp "$objects/whole.so" "$objects/group/"
chmod 775 "$objects/group"
refused "a group can write beside it" "$objects/group/whole.so" "$distrusts/group': others can write to it"
ln -s whole.so "$objects/link.so"
refused "a link" "$objects/link.so" "$distrusts/link.so': it is a symbolic link"
if [ "$(id -u)" -eq 0 ]; then
	cp "$objects/whole.so" "$objects/theirs.so"
	chown 4711 "$objects/theirs.so"
	refused "somebody else's" "$objects/theirs.so" "$distrusts/theirs.so': it belongs to uid 4711"
else
	skip "somebody else's" "needs root"
fi
sed -i "s|^plugins.*|plugins = {\"$objects/whole.so\",\n'objects/text.so'}|" "$tmp/app.conf"
"$POSTERN" check --application "$tmp/app.conf" > "$tmp/out" 2> "$tmp/error"
claim "in an application it has a line" grep -qF "app.conf:2: plugins: cannot load '$objects/text.so'" "$tmp/error"
finish
