# What the scenarios of `postern user` share. It stands beside library.sh, which comes first.
# shellcheck shell=bash disable=SC2034,SC2154

# user VERB [OPTION...]: with $store; sets $code; what it says is in $tmp/out and $tmp/error, and it
# reads $input.
user()
{
	code=0
	timeout 120 "$POSTERN" user "$1" --store "$store" "${@:2}" > "$tmp/out" 2> "$tmp/error" \
		< "${input:-/dev/null}" || code=$?
}
