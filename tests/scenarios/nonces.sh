#!/usr/bin/env bash
# What nonces are worth after a restart, at another server, and after a change of the key.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

portal=(--at /page --name Example --factory digest --auth memory:alice:secret --realm page)

# make_key FILE: what the message of a server without one says
make_key()
{
	(umask 077 && head -c 32 /dev/urandom > "$1.new" && mv "$1.new" "$1")
}

# challenge [URL]: the nonce of a 401
challenge()
{
	curl -s -i "${1:-$url}/page/foo" | sed -n 's/.*nonce="\([^"]*\)".*/\1/p'
}

# answer NONCE COUNT [PASSWORD]: the status, and "stale" if the server says so
answer()
{
	curl -s -i -H "Authorization: $(python3 -B tests/scenarios/digest_field.py "$@")" \
		"${at:-$url}/page/foo" > "$tmp/answer"
	echo "$(sed -n '1s|HTTP/1.1 \([0-9]*\).*|\1|p' "$tmp/answer")$(sed -n \
		's/.*, stale=true.*/ stale/p' "$tmp/answer")"
}

# goes_on_after_restart NAME OPTION...: whoever has a nonce needs another one, and nobody is asked
goes_on_after_restart()
{
	local nonce name=$1
	shift
	start "$@" "${portal[@]}"
	nonce=$(challenge)
	is "$name: a login" "$(answer "$nonce" 1)" 200
	stop
	start "$@" "${portal[@]}"
	is "$name: what was captured before the restart is worth nothing" "$(answer "$nonce" 1)" \
		"401 stale"
	is "$name: a client learns that it needs another nonce" "$(answer "$nonce" 2)" "401 stale"
	is "$name: a wrong password does not" "$(answer "$nonce" 3 wrong)" "401"
	is "$name: with the other nonce it goes on" "$(answer "$(challenge)" 1)" 200
	stop
	is "$name: the log tells no reason to worry" "$(grep -c "warning.*key" "$tmp/log")" 0
}

goes_on_after_restart "G23 a random key"
make_key "$tmp/key"
goes_on_after_restart "G23 a key from a file" --nonce-key "$tmp/key"

# Several servers with one key; each accepts what was made after it began.
start --nonce-key "$tmp/key" "${portal[@]}"
first=$server first_url=$url
start --nonce-key "$tmp/key" "${portal[@]}"
second=$server second_url=$url
make_key "$tmp/other"
start --nonce-key "$tmp/other" "${portal[@]}"
sleep 5.5 # NONCE_SKEW
# LIGHTTPD-3bc0bc2f: a nonce that is some seconds old; CVE-2018-1312: those of others
nonce=$(challenge "$first_url")
at=$second_url
is "another server accepts the nonce" "$(answer "$nonce" 1)" 200
is "and no count twice" "$(answer "$nonce" 1)" "401 stale"
is "a count may be left out" "$(answer "$nonce" 3)" 200
is "but not come after a higher one: it may have been used where the nonce was made" \
	"$(answer "$nonce" 2)" "401 stale"
at=$first_url
is "where it was made counts come in any order" "$(answer "$nonce" 4) $(answer "$nonce" 2)" "200 200"
at=$url
is "with another key the nonce is worth nothing" "$(answer "$nonce" 5)" "401 stale"
at=
stop
server=$second
stop
server=$first
stop

# A change of the key while the server runs.
cp -p "$tmp/key" "$tmp/changing"
start --nonce-key "$tmp/changing" "${portal[@]}"
reload() { kill -HUP "$server" && eventually grep -q "$1" "$tmp/log"; }
old=$(challenge)
is "before the change" "$(answer "$old" 1)" 200
make_key "$tmp/changing"
claim "the key changes" reload "reloaded, generation 1"
is "a nonce of the old key is good until it expires" "$(answer "$old" 2)" 200
is "and what was used of it stays used" "$(answer "$old" 1)" "401 stale"
new=$(challenge)
is "a nonce of the new key" "$(answer "$new" 1)" 200
claim "nothing changes" reload "reloaded, generation 2"
is "both are good" "$(answer "$old" 3) $(answer "$new" 2)" "200 200"
chmod 644 "$tmp/changing"
claim "a key that others can read is not taken" \
	reload "cannot reload.*cannot trust '$tmp/changing': it is open to others, mode 0644 (fix:"
is "the old ones stay" "$(answer "$old" 4) $(answer "$new" 3)" "200 200"
make_key "$tmp/changing"
claim "the key changes again" reload "reloaded, generation 3"
is "the key before the last one is gone" "$(answer "$old" 5) $(answer "$new" 4)" "401 stale 200"
stop
is "the server ends well" "$code" 0

# refused NAME CODE TEXT: with $tmp/bad as the key
refused()
{
	local code=0
	timeout 20 "$POSTERN" run --nodaemon --listen tcp:0:interface=127.0.0.1 \
		--nonce-key "$tmp/bad" "${portal[@]}" > "$tmp/log" 2> "$tmp/error" || code=$?
	is "$1" "$code $(sed "s|$tmp/||g" "$tmp/error")" "$2 postern: preflight: --nonce-key: $3"
}

refused "a missing key is not made, but how" 66 "cannot open 'bad': No such file or directory \
(fix: (umask 077; head -c 32 /dev/urandom > 'bad'))"
ln -s key "$tmp/bad"
refused "a link" 66 "cannot open 'bad': is a symbolic link"
rm "$tmp/bad"
cp -p "$tmp/key" "$tmp/bad"
chmod 640 "$tmp/bad"
refused "a key that others can read" 78 \
	"cannot trust 'bad': it is open to others, mode 0640 (fix: chmod 600 'bad')"
chmod 600 "$tmp/bad"
echo short > "$tmp/bad"
refused "a key that can be guessed" 78 "cannot use 'bad': a key has 32 to 4096 bytes"
head -c 4097 /dev/urandom > "$tmp/bad"
refused "a file that is no key" 78 "cannot use 'bad': a key has 32 to 4096 bytes"
if [ "$(id -u)" -eq 0 ]; then
	cp "$tmp/key" "$tmp/bad"
	chown 65534 "$tmp/bad"
	refused "somebody else's key" 78 \
		"cannot trust 'bad': it belongs to uid 65534 (fix: chown 0 'bad')"
else
	skip "somebody else's key" "only root can make one"
fi
finish
