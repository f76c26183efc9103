#!/usr/bin/env bash
# `postern login` tries one login without a server, by the rules that the server has. The numbers are
# those of the specification.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

store=sqlite:$tmp/users.db
add_user "$store" alice from-the-store --name Example
add_user "$store" bob no-digest
printf 'carol:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n' > "$tmp/hashes"
mkdir "$tmp/homes"
cat > "$tmp/app.conf" << END
listen = {"tcp:1:interface=192.0.2.1"}
portal "/example" {
    name = "Example" factories = {"digest:SHA-256", "digest:MD5-sess", "basic"} realm = "page"
    checkers = {"memory:alice:secret:dora:sesame", "htpasswd:hashes", "$store"}
}
portal "/denied" { name = "D" factories = {"basic"} checkers = {"memory:alice:secret"} realm = "denying" }
portal "/first" { name = "F" factories = {"basic"} checkers = {"broken", "memory:alice:secret"} realm = "page" }
portal "/last" { name = "L" factories = {"basic"} checkers = {"memory:alice:secret", "broken"} realm = "page" }
portal "/home" {
    name = "H" factories = {"basic"} checkers = {"memory:alice:secret"} realm = "users:homes:create=yes"
}
portal "/both" { name = "Example" factories = {"basic"} checkers = {"$store", "memory:eve:other"} realm = "page" }
portal "/open" { checkers = {"anonymous"} realm = "page" }
END

# try PASSWORD ARGUMENT...: what it says, a '/' between lines, and the exit code
try()
{
	printf '%s\n' "$1" | "$POSTERN_FAKES" login --application "$tmp/app.conf" --password-stdin "${@:2}" \
		> "$tmp/out" 2>&1
	local result=$?
	echo "$(tr -s ' ' < "$tmp/out" | paste -sd /) $result"
}

is "T117: granted is 0" "$(try secret --at /example alice)" "granted 0"
offline() { try "$1" --at /home --factory basic --explain "$2"; }
is "a directory that a login would make is not made" \
	"$(offline secret alice) $(ls "$tmp/homes")" \
	"granted checker 'memory': user 'alice'/granted realm 'users'/granted 0 "
hash() { sqlite3 "$tmp/users.db" "SELECT hash FROM password, account ON id = account WHERE name = 'eve'"; }
add_user "$store" eve sesame
# shellcheck disable=SC2016 # no variables
cheap='$6$saltsalt$'$(openssl passwd -6 -salt saltsalt sesame | cut -d '$' -f 4)
sqlite3 "$tmp/users.db" "UPDATE password SET hash = '$cheap' WHERE account = (SELECT id FROM account WHERE name = 'eve')"
is "a hash that a login would replace is not replaced" \
	"$(try sesame --at /example --factory basic eve) $(hash)" "granted 0 $cheap"
is "T117: refused is 77" "$(try wrong --at /example alice)" "refused 77"
is "T117: cannot tell is 75" "$(try wrong --at /first alice)" "cannot tell 75"
is "T117: denied is 77" "$(try secret --at /denied alice)" "denied 77"
for factory in digest digest:SHA-256 digest:MD5-sess basic; do
	is "by $factory" "$(try secret --at /example --factory $factory alice)" "granted 0"
done
is "T11, T118: unknown to one, and another one grants" \
	"$(try secret --at /example --factory basic --explain carol)" \
	"refused checker 'memory': unknown user/granted checker 'htpasswd': user 'carol'/\
not asked checker 'sqlite'/granted realm 'page'/granted 0"
is "T12: refused by one, and another one grants" \
	"$(try from-the-store --at /example --factory basic --explain alice)" \
	"refused checker 'memory': wrong password/refused checker 'htpasswd': unknown user/\
granted checker 'sqlite': user 'alice'/granted realm 'page'/granted 0"
"$POSTERN" user disable --store "$store" eve > /dev/null
is "L17: disabled in one, and another one grants" "$(try other --at /both --explain eve)" \
	"refused checker 'sqlite': account is disabled/granted checker 'memory': user 'eve'/\
granted realm 'page'/granted 0"
is "T14: the first that grants ends it" "$(try secret --at /last --explain alice)" \
	"granted checker 'memory': user 'alice'/not asked checker 'broken'/granted realm 'page'/granted 0"
is "T7, T118: there is no secret for that scheme" "$(try no-digest --at /example --explain bob)" \
	"refused checker 'memory': unknown user/\
not asked checker 'htpasswd': it accepts only IUsernamePassword/\
refused checker 'sqlite': no HA1 for realm 'Example' and SHA-256/refused 77"
is "T18: one cannot tell, and another one grants" "$(try secret --at /first --explain alice)" \
	"cannot tell checker 'broken': it is broken/granted checker 'memory': user 'alice'/\
granted realm 'page'/granted 0"
is "T19: one cannot tell, and another one refuses" "$(try wrong --at /first --explain alice)" \
	"cannot tell checker 'broken': it is broken/refused checker 'memory': wrong password/cannot tell 75"
is "T20: one does not know, and another one cannot tell" "$(try x --at /last --explain mallory)" \
	"refused checker 'memory': unknown user/cannot tell checker 'broken': it is broken/cannot tell 75"
is "T28: the realm denies" "$(try secret --at /denied --explain alice)" \
	"granted checker 'memory': user 'alice'/denied realm 'denying': nobody may/denied 77"
is "T26: who presents nothing is anonymous" "$(try '' --at /open --explain)" \
	"granted checker 'anonymous': anonymous/granted realm 'page'/granted 0"
is "or nobody" "$(try '' --at /example --explain)" "refused nothing was presented/refused 77"
is "a name that nobody can have" "$(try secret --at /example --factory basic --explain $'a\tb')" \
	"refused factory 'basic': cannot decode: no user name/refused 77"
try from-the-store --at /example --factory basic --explain alice > "$tmp/walk"
try wrong --at /example --factory digest --explain alice >> "$tmp/walk"
claim "T118: no secret is said" test "$(grep -cE 'secret|sesame|from-the-store|wrong$|5en6' "$tmp/walk")" -eq 0

is "a mistake: no such portal" "$(try secret --at /none alice)" "postern: login: there is no portal '/none' 64"
is "a mistake: which portal" "$(try secret alice)" \
	"postern: login: there are several portals, add --at PREFIX 64"
is "a mistake: no such factory" "$(try secret --at /denied --factory digest alice)" \
	"postern: login: portal '/denied' does not offer 'digest' 64"
is "a mistake: two names" "$(try secret --at /denied alice bob)" \
	"postern: options: unexpected argument 'bob' (see postern --help) 64"
is "a mistake: of another verb" "$("$POSTERN" check --explain 2>&1; echo $?)" \
	"postern: options: --explain: it belongs to 'postern login' (see postern --help)
64"
echo nonsense >> "$tmp/app.conf"
claim "a broken application is 78" test "$(try secret --at /example alice | grep -o '[0-9]*$')" -eq 78

words=(login --at / --name Words --factory basic --auth memory:alice:secret --realm page)
is "an application in a few words" "$(echo secret | "$POSTERN" "${words[@]}" --password-stdin alice)" granted
is "T119: the password is typed, and not shown" \
	"$(tests/scenarios/terminal.py secret "$POSTERN" "${words[@]}" alice | xargs)" \
	"Password: | granted echo 0"
is "it leaves nothing" "$(cd "$tmp" && find . -name '*.pid' -o -name '*.log')" ""
finish
