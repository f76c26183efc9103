#!/usr/bin/env bash
# The units for systemd: it understands them, takes nearly everything away, and the rest is enough.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

case $POSTERN in /*) ;; *) POSTERN=$PWD/$POSTERN ;; esac
mkdir "$tmp/units"
cp src/daemon/postern.service src/daemon/postern.socket "$tmp/units"
sed -i "s|/usr/local/bin/postern|$POSTERN|" "$tmp/units/postern.service"
cd "$tmp" || exit 1

# setting NAME: its values in the service, one a line
setting() { sed -n "s/^$1=//p" units/postern.service; }
# analyze VERB...: what systemd-analyze says is in $tmp/said.
analyze() { systemd-analyze "$@" > said 2>&1; }
exposure()
{
	analyze security --offline=true units/postern.service
	sed -n 's/.*exposure level for postern.service: \([0-9.]*\).*/\1/p' said
}

if ! systemd-analyze --version > /dev/null 2>&1; then
	skip "T139 systemd understands the units" "there is no systemd-analyze"
	skip "T139 they leave little to an attacker" "there is no systemd-analyze"
elif ! analyze unit-paths || ! systemd-analyze security --help 2>&1 | grep -q offline; then
	skip "T139 systemd understands the units" "systemd-analyze does not work here"
	skip "T139 they leave little to an attacker" "systemd-analyze cannot work offline here"
else
	claim "T139 systemd understands the units" \
		systemd-analyze verify units/postern.service units/postern.socket
	# What it does not know is a warning, and no failure.
	analyze verify units/postern.service units/postern.socket
	is "T139 and has no word against them" "$(grep -F postern. said)" ""
	exposed=$(exposure)
	claim "T139 they leave little to an attacker: ${exposed:-nothing said}, at most 2.0" \
		awk -v exposed="$exposed" 'BEGIN { exit !(exposed != "" && exposed <= 2.0) }'
fi

is "the service is restarted, but not for what a new start would not mend" \
	"$(setting Restart) $(setting RestartPreventExitStatus)" \
	"on-failure 64 65 66 67 70 72 73 77 78"
is "the server may confine itself" "$(setting SystemCallFilter | grep -o '\blandlock_[a-z_]*' | sort | xargs)" \
	"landlock_add_rule landlock_create_ruleset landlock_restrict_self"
is "only the server is told to stop, and it tells its children" "$(setting KillMode)" mixed

# The command of the unit, in its own words, but for the file's place.
read -r -a command <<< "$(setting ExecStart | sed "s|%E|$tmp|")"
mkdir postern
cat > postern/postern.conf << END
listen = {"tcp:0:interface=127.0.0.1"}
portal "/" { checkers = {"anonymous"} realm = "page" }
END
"$POSTERN" check --application "$tmp/postern/postern.conf" > said 2>&1
is "the application file of this test is right" "$? $(grep -c error said)" "0 0"
NOTIFY_SOCKET=@postern-units-$$ "${command[@]}" > log 2>&1 < /dev/null &
server=$!
claim "the options of ExecStart are those that postern has" eventually grep -q "ready: http" log
url=$(sed -n 's|.*ready: \(http://127\.0\.0\.1:[0-9]*\)/.*|\1|p' log)
is "and it serves" "$(status "$url/foo")" 200
is "without a pid file" "$(find . -name '*.pid')" ""
stop
is "and ends well" "$code" 0
finish
