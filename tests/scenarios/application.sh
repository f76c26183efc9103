#!/usr/bin/env bash
# The command line and the application file: exit codes, messages, and what `check` explains.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

case $POSTERN in /*) ;; *) POSTERN=$PWD/$POSTERN ;; esac
applications=$PWD/tests/applications
here=$PWD

# run OPTION...: sets $code; standard output is $tmp/out, standard error $tmp/error.
run()
{
	code=0
	timeout 20 "$POSTERN" "$@" > "$tmp/out" 2> "$tmp/error" < /dev/null || code=$?
}

# refuses NAME CODE MESSAGE OPTION...: one line on standard error, and nothing else.
refuses()
{
	local name=$1 expected=$2 message=$3
	shift 3
	run "$@"
	is "$name" "$code $(cat "$tmp/error" "$tmp/out")" "$expected postern: $message"
}

# answers NAME TEXT OPTION...: exits with 0, silent but for standard output, which has the text.
answers()
{
	local name=$1 text=$2
	shift 2
	run "$@"
	is "$name" "$code $(cat "$tmp/error")" "0 "
	claim "$name: it says '$text'" grep -qF -- "$text" "$tmp/out"
}

hint="(see postern --help)"

# Questions.
answers "--help" "--application FILE" --help
answers "--version" "postern " --version
answers "--help-auth lists checkers" "memory:USER:PASSWORD" --help-auth
claim "with Twisted's names of interfaces" \
	grep -q "accepts IUsernamePassword, IUsernameHashedPassword" "$tmp/out"
answers "--help-auth-type explains one" "Passwords on a command line" --help-auth-type memory
answers "--help-realm lists realms" "files:DIR" --help-realm
answers "--help-realm-type explains one" "index.html" --help-realm-type files
answers "--help-factory lists schemes" "digest[:ALGORITHM]" --help-factory
answers "--help-factory-type explains one" "provides IUsernamePassword" --help-factory-type basic
answers "user add --help" "--password-stdin" user add --help
{
	"$POSTERN" --help
	for kind in auth realm factory; do
		"$POSTERN" --help-$kind
		for type in $("$POSTERN" --help-$kind | sed -n 's/^  \([a-z]*\).*/\1/p'); do
			"$POSTERN" --help-$kind-type "$type"
		done
	done
} > "$tmp/helps"
claim "there is help for the last of all types" grep -q '^  basic$' "$tmp/helps"
is "all help is as wide as a terminal" "$(grep '.\{81\}' "$tmp/helps")" ""
refuses "an unknown checker has no help" 64 \
	"options: --help-auth-type: there is no type 'nobody', --help-auth lists them" \
	--help-auth-type nobody

# Usage.
refuses "a daemon that logs to standard output" 64 \
	"options: daemons cannot log to stdout (use -n or --logfile=FILE) $hint" run --logfile -
refuses "unknown option" 64 "options: '--frobnicate' is no option $hint" -n --frobnicate
absolute=$(readlink -f "$POSTERN")
is "a working directory that is gone" \
	"$(mkdir "$tmp/gone" && cd "$tmp/gone" && rmdir "$tmp/gone" && "$absolute" check 2>&1; echo $?)" \
	"postern: options: cannot find the working directory: No such file or directory
72"
refuses "a file and --at" 64 \
	"options: --at: the application file has the portals, leave out --application or --at $hint" \
	-n -y app.conf --at / --auth anonymous --realm page
refuses "a portal without a checker" 64 \
	"options: portal '/': there is no checker, add --auth $hint" -n --at / --realm page
refuses "a portal without a realm" 64 \
	"options: portal '/': there is no realm, add --realm $hint" check --at / --auth anonymous
refuses "passwords that no factory asks for" 78 \
	"config: portal '/': checker 'memory' needs a factory, add --factory" \
	check --at / --auth memory:alice:secret --realm page

# The three examples of the article.
answers "a password dictionary" "offers basic: memory by IUsernamePassword" \
	check -y "$applications/password_dictionary.conf"
# LIGHTTPD-3023: what makes no sense ends the start, and not the server later.
refuses "the mistake of the article" 78 \
	"config: $applications/digest_mistaken.conf:9: portal '/example': factory 'digest:MD5' needs a checker that accepts IUsernameHashedPassword or IUsernameDigestHash; there is only: 'memory' (IUsernamePassword)" \
	run -n -y "$applications/digest_mistaken.conf"
answers "the mistake corrected" "offers digest:MD5: memory by IUsernameHashedPassword" \
	check -y "$applications/digest_corrected.conf"
claim "no password is explained" bash -c "! grep -q -e secret -e builder '$tmp/out'"
start -y "$applications/password_dictionary.conf"
is "each password of the dictionary opens the page" \
	"$(for user in alice:secret bob:builder carol:opensesame alice:builder; do
		status --basic --user "$user" "$url/example/foo"
		echo
	done | xargs)" "200 200 200 401"
stop
start -y "$applications/digest_corrected.conf"
is "and by Digest as well" "$(status --digest --user bob:builder "$url/example/foo")" 200
stop

# Application files that are wrong.
refuses "unknown key" 78 "config: $applications/unknown_key.conf:6: unknown key 'chekcers'" \
	check -y "$applications/unknown_key.conf"
refuses "wrong type" 78 \
	"config: $applications/wrong_type.conf:3: loops: 'many' is not a number from 1 to 32" \
	check -y "$applications/wrong_type.conf"
refuses "duplicate key" 78 \
	"config: $applications/duplicate_key.conf:7: key 'checkers' is given twice" \
	check -y "$applications/duplicate_key.conf"
refuses "duplicate portal" 78 \
	"config: $applications/duplicate_portal.conf:10: portal '/example/' is given twice" \
	check -y "$applications/duplicate_portal.conf"
refuses "a comment that swallows a portal" 78 \
	"config: $applications/unclosed_comment.conf:8: the comment does not end" \
	check -y "$applications/unclosed_comment.conf"
refuses "missing file" 66 "config: cannot read '$tmp/none.conf': No such file or directory" \
	check -y "$tmp/none.conf"
refuses "a directory" 66 "config: cannot read '$tmp': Is a directory" run -n -y "$tmp"

printf 'trusted_proxies = {"::1",\n"proxy.example"}\n' |
	cat - "$applications/digest_corrected.conf" > "$tmp/proxies.conf"
refuses "a proxy by its name" 78 "config: $tmp/proxies.conf:2: trusted_proxies: cannot read 'proxy.example': \
expected an address, a network like 10.0.0.0/8, or 'unix'" check -y "$tmp/proxies.conf"
sed 's/trusted_proxies/throttle_exempt/' "$tmp/proxies.conf" > "$tmp/exempt.conf"
refuses "who is exempt by a name" 78 "config: $tmp/exempt.conf:2: throttle_exempt: cannot read 'proxy.example': \
expected an address, a network like 10.0.0.0/8, or 'unix'" check -y "$tmp/exempt.conf"
refuses "and by a name on the command line" 78 "config: --throttle-exempt: cannot read 'proxy.example': \
expected an address, a network like 10.0.0.0/8, or 'unix'" \
	check -y "$applications/digest_corrected.conf" --throttle-exempt proxy.example
sed -i 's/proxy.example/10.0.0.0\/8/' "$tmp/exempt.conf"
claim "and who is exempt is said" grep -qx 'lets 10.0.0.0/8 guess passwords' \
	<("$POSTERN" check -y "$tmp/exempt.conf")
answers "what is believed is said" "believes X-Forwarded-For of 10.0.0.0/8" check --trusted-proxy 10.0.0.0/8
answers "and that anybody may guess" "throttle is off" check --throttle off

# The built-in application.
answers "the built-in application is checked" "warning: this is the demonstration" check
"$POSTERN" --print-application > "$tmp/app.conf"
mkdir "$tmp/www" "$tmp/elsewhere"
echo "mine" > "$tmp/www/index.html"
answers "it can be an application file" "portal /example ($tmp/app.conf:3)" check -y "$tmp/app.conf"
cd "$tmp/elsewhere" || exit 1
start -y ../app.conf
is "whose paths are relative to it" "$(curl --silent "$url/")" mine
stop
cd "$here" || exit 1
start
claim "the demonstration says what to try" \
	grep -qF "curl --digest --user alice:secret $url/example/foo" "$tmp/log"
is "and it works" "$(status --digest --user alice:secret "$url/example/foo")" 200
is "what is open is open" "$(status "$url/")" 200
refuses "an address in use" 69 \
	"bind: cannot listen on 'tcp:$port:interface=127.0.0.1': Address already in use" \
	-n -y "$applications/digest_corrected.conf" --listen "tcp:$port:interface=127.0.0.1"
stop
is "SIGTERM ends it well" "$code" 0
start --debug --at / --auth anonymous --realm page
stop INT
is "SIGINT as well" "$code" 0
is "the order is twistd's" \
	"$(sed -n 's/.* debug lifecycle: \([A-Za-z]*\) uid=.*/\1/p' "$tmp/log" | xargs)" \
	"checkPID readApplication startLogger preflight preload chroot chdir umask daemonize openPIDFile \
privilegedStartService switchUidGid startApplication ready run removePIDFile"

# What is allowed, and hardly meant (B42 among it).
answers "Basic in clear text" \
	"warning: listen 'tcp:0': Basic sends passwords in clear text here" \
	check --listen tcp:0 -y "$applications/password_dictionary.conf"
answers "a checker that is never asked" "portal '/': checker 'memory' is never asked" \
	check --at / --name A --factory basic --auth memory:a:b --realm page \
	--auth memory:a:b:interfaces=IUsernameHashedPassword

# What is said of Digest.
answers "a portal that proves itself" "proves to each client of Digest that it knows the password" \
	check --at / --name A --factory digest --auth memory:a:b --realm page --mutual
(umask 077 && head -c 32 /dev/urandom > "$tmp/nonce.key")
answers "a key of the nonces" "makes nonces with the key in $tmp/nonce.key" \
	check --nonce-key "$tmp/nonce.key" --at / --auth anonymous --realm page

# What is said of who is let in.
answers "a portal that requires more than a login" "    lets in only user:a, group:staff" \
	check --at / --name A --factory basic --auth memory:a:b --require user:a --require group:staff \
	--realm page
refuses "nobody who could meet it" 78 \
	"config: portal '/': require: nobody anonymous is let in, leave out checker 'anonymous'" \
	check --at / --auth anonymous --require group:staff --realm page

# Accounts.
store=sqlite:$tmp/users.db
claim "user add" add_user "$store" alice secret --name Example --name Other
is "it says for which protection spaces" "$(cat "$tmp/added")" \
	"added 'alice' to $store: Basic, and Digest for 'Example', 'Other'"
claim "user add without a protection space" add_user "$store" bob builder
is "it says that Digest needs one" "$(cat "$tmp/added")" \
	"added 'bob' to $store: Basic only (Digest needs --name SPACE)"
is "a name is taken once" "$(add_user "$store" alice other; echo $?) $(cat "$tmp/added")" \
	"73 postern: user add: account 'alice' exists already"
is "an empty password is refused" "$(add_user "$store" carol ''; echo $?)" 65
is "a name with a colon is refused" "$(add_user "$store" ca:rol secret; echo $?)" 65
is "a store that cannot be made" "$(add_user "sqlite:$tmp/none/users.db" carol x; echo $?)" 74
is "an unknown store" "$(add_user nowhere carol x; echo $?)" 74
refuses "no store" 64 "user add: there is no store, add --store TYPE:ARGUMENTS" user add alice
refuses "no name" 64 "user add: expected one USER, not 0" user add --store "$store"
refuses "an impossible protection space" 64 \
	"user add: --name: cannot protect 'a\"b': its name is not printable ASCII without '\"' and '\\'" \
	user add --store "$store" --name 'a"b' carol
refuses "an unknown verb" 64 "user: 'del' is no verb (see postern user --help)" user del

# type LINES NAME: LINES are typed at the prompts of `user add NAME`.
type_password()
{
	tests/scenarios/terminal.py "$1" "$POSTERN" user add --store "$store" "$2" 2>&1 | xargs
}

is "a password is typed twice, and not shown" "$(type_password typed,typed dave)" \
	"Password: | The same again: | added dave to $store: Basic only (Digest needs --name SPACE) echo 0"
is "none is typed in vain" "$(type_password '' dave)" \
	"postern: user add: account dave exists already echo 73"
is "two different passwords are refused" "$(type_password typed,other erin)" \
	"Password: | The same again: | postern: user add: the passwords are not the same echo 65"
is "the terminal echoes again after Control-C" "$(type_password ^C erin)" "Password: |echo 130"
for auth in "$store" memory:alice:secret; do
	run check --at / --name Other --factory basic --auth "$auth" --require group:staff --realm page
	is "check warns of a required group, but not with sqlite: ${auth%%:*}" \
		"$(grep -c 'no checker knows groups' "$tmp/out")" \
		"$([ "$auth" = "$store" ]; echo $?)"
done
start --at / --name Other --factory basic --factory digest --auth "$store" --realm page
is "who was added can log in" \
	"$(for user in alice:secret bob:builder dave:typed alice:other erin:typed; do
		echo "$(status --basic -u $user "$url/") $(status --digest -u $user "$url/")"
	done | xargs)" "200 200 200 401 200 401 401 401 401 401"
stop
finish
