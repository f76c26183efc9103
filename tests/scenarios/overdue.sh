#!/usr/bin/env bash
# L29: logins that take too long are answered, and what comes of them later harms nobody: while others
# wait, after a reload, and at the end. The realm ends the program when somebody is not logged out.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

program=$POSTERN_FAKES
patience=() # the file says it
cat > "$tmp/my.conf" <<- END
	login_timeout = 1
	portal "/slow" {
	    name = "Slow"
	    factories = {"digest", "basic"}
	    checkers = {"later:8000:alice:secret"}
	    realm = "counting"
	}
	portal "/quick" {
	    name = "Quick"
	    factories = {"basic"}
	    checkers = {"later:1:alice:secret"}
	    realm = "counting"
	}
	portal "/" {
	    checkers = {"anonymous"}
	    realm = "page"
	}
END

# crowd OPTION...: more than the pool has threads log in; their answers, counted
crowd()
{
	for _ in $(seq 12); do
		status -u alice:secret "$@" --write-out '%{http_code}\n' "$url/slow/foo" &
	done | sort | uniq -c | xargs
}

start --loops 2 --stop-timeout 60 -y "$tmp/my.conf"
is "all are answered, and none is refused" "$(crowd)" "12 503"
is "what waits behind them waits no longer, either" \
	"$(status -u alice:secret "$url/quick/foo")" 503
is "pages do not wait" "$(status "$url/page")" 200
late='reason="the login took too long"'
is "the log says so once, and not for each" "$(grep -c "event=login-unavailable .*$late" "$tmp/log")" 1
is "as an outage" "$(grep -c "event=outage-began seconds=0 logins=1 $late" "$tmp/log")" 1

is "Digest, too" "$(crowd --digest)" "12 503"
kill -HUP "$server"
eventually grep -q ': reloaded' "$tmp/log"
is "after a reload pages are served as before" "$(status "$url/page")" 200
sed -i 's/^login_timeout = 1/login_timeout = 60/' "$tmp/my.conf"
kill -HUP "$server"
reloaded_twice() { [ "$(grep -c ': reloaded' "$tmp/log")" = 2 ]; }
eventually reloaded_twice
is "with another time they are waited for" "$(status -u alice:secret "$url/slow/foo")" 200
claim "and the log says that all is well again" grep -q "event=outage-over .* logins=25 $late" "$tmp/log"
sed -i 's/^login_timeout = 60/login_timeout = 1/' "$tmp/my.conf"
stop
is "the exit code is 0" "$code" 0

start --loops 2 --stop-timeout 60 -y "$tmp/my.conf"
is "nobody waits any more" "$(crowd)" "12 503"
stop
is "while the pool is still at work it stops well" "$code" 0
finish
