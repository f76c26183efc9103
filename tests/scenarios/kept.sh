#!/usr/bin/env bash
# Small files are answered from memory, and each change counts at once.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

www=$tmp/www
mkdir "$www" "$www/sub"
printf 0123 > "$www/file"
printf 0123 > "$www/sub/index.html"
printf 0123 > "$www/coded"
printf "0123" > "$www/coded.gz"
printf 0123 > "$www/plain"
head -c 40000 /dev/zero > "$www/large"
head -c 20000 /dev/zero > "$www/medium"
start --at /open --auth anonymous --realm "files:$www" --at /second --auth anonymous --realm "files:$www" \
	--at /third --auth anonymous --realm "files:$www" \
	--at /guarded --name Example --mutual --factory digest --auth memory:alice:secret --realm "files:$www" \
	--loops 1

# ask FILE TARGET [FIELD...]: whether it was kept over eight requests, and what came
ask() { python3 tests/scenarios/kept.py "$port" "$www/$1" "/open/$2" 8 "${@:3}"; }

# Longer than any file system's clock stands still: before that a change may leave no trace.
sleep 2.5
is "a file is read, and is then in memory" "$(ask file file)" "kept 0123"
is "an index, too" "$(ask sub/index.html sub/)" "kept 0123"
is "its mime type and its body are the same" \
	"$(curl -s -D - "$url/open/file" | grep -v ^Date:)" "$(curl -s -D - "$url/open/file" | grep -v ^Date:)"
# dated: whether the answer says the second in which it was asked for
dated() {
	local before now
	before=$(date +%s)
	now=$(date +%s -d "$(curl -s -D - -o /dev/null "$url/open/file" | sed -n 's/^Date: //p' | tr -d '\r')")
	# The clock that a second is taken from may be a tick late.
	[ "$now" -ge $((before - 1)) ] && [ "$now" -le "$(date +%s)" ]
}
is "its date is that of the request" "$(dated && echo yes)" yes
sleep 2
is "also of a later one" "$(dated && echo yes)" yes
is "HEAD has no body" "$(curl -s --head "$url/open/file" | tr -d '\r' | grep -c -e '^Content-Length: 4$' -e 0123)" 1
is "a compressed neighbour, too" "$(ask coded.gz coded "Accept-Encoding: gzip")" "kept 0123"
is "and stands for nobody else" "$(ask coded.gz coded)" "kept 0123"
etag() { curl -s --head "$url/open/$1" | sed -n 's/^ETag: //p' | tr -d '\r'; }
is "a condition is still looked at" "$(status -H "If-None-Match: $(etag file)" "$url/open/file")" 304
is "a range, too" "$(curl -s --range 1-2 "$url/open/file")" 12
known="If-None-Match: @etag"
is "what is known already needs no file" "$(ask file file "$known")" "kept 304"
is "nor does a file that is too large to be kept" "$(ask large large "$known")" "kept 304"
is "nor one that another version is known of" "$(ask file file 'If-None-Match: "other"')" "kept 0123"
is "nor one that is wanted only as another version" "$(ask file file 'If-Match: "other"')" \
	"kept 412 Precondition Failed"
is "nor a part" "$(ask file file "Range: bytes=1-2")" "kept 12"
is "nor several" "$(ask file file "Range: bytes=0-0,3-3" | head -c 4)" kept
is "nor a part that is not there" "$(ask file file "Range: bytes=4-")" "kept 416 Range Not Satisfiable"
is "who has logged in is answered with a proof of his own" \
	"$(for _ in 1 2; do
		curl -s -D - --digest -u alice:secret "$url/guarded/file" | grep -a -c -e ^Authentication-Info: -e 0123
	done | xargs)" "2 2"

claim "what many ask for at once they get" \
	python3 -B tests/scenarios/lobby.py "$port" together "$server" 10 /open/medium

stamp=$tmp/stamp
touch -r "$www/file" "$stamp"
printf 4567 > "$www/file"
touch -r "$stamp" "$www/file"
is "an edit of the same size and date counts" "$(curl -s "$url/open/file")" 4567
sleep 2.5
tag=$(etag file)
ask file file "$known" > "$tmp/kept"
printf wxyz > "$www/new"
mv "$www/new" "$www/file"
is "what was known counts no more after an edit" "$(curl -s -H "If-None-Match: $tag" "$url/open/file")" wxyz
sleep 2.5
ask file file > "$tmp/kept"
printf WXYZ > "$www/new"
mv "$www/new" "$www/file"
is "a part is one of the edited file" "$(curl -s --range 1-2 "$url/open/file")" XY
sleep 2.5
ask file file > "$tmp/kept"
printf abcd > "$www/new"
mv "$www/new" "$www/file"
is "another file in its place counts" "$(curl -s "$url/open/file")" abcd
ask plain plain "Accept-Encoding: gzip" > "$tmp/kept"
printf gz > "$www/plain.gz"
touch -r "$stamp" "$www/plain"
is "a neighbour that comes counts" "$(curl -s -H 'Accept-Encoding: gzip' "$url/open/plain")" gz
sleep 2.5
ask coded.gz coded "Accept-Encoding: gzip" > "$tmp/kept"
rm "$www/coded.gz"
is "one that goes, too" "$(curl -s -D - -H 'Accept-Encoding: gzip' "$url/open/coded" | grep -a -c Content-Encoding)" 0
printf old > "$www/plain.gz"
touch -d 2001-01-01 "$www/plain.gz"
sleep 2.5
ask plain plain "Accept-Encoding: gzip" > "$tmp/kept"
printf new > "$www/plain.gz"
is "an old neighbour that is renewed counts" "$(curl -s -H 'Accept-Encoding: gzip' "$url/open/plain")" new
ask file file > "$tmp/kept"
rm "$www/file"
is "and so does a file that goes" "$(status "$url/open/file")" 404

printf 0 > "$www/flip"
wrong=0
for turn in $(seq 100); do
	printf '%s' "$turn" > "$www/flip"
	[ "$(curl -s "$url/open/flip")" = "$turn" ] || wrong=$((wrong + 1))
done
is "a file that changes all the time is never an old one" "$wrong" 0

for number in $(seq 600); do
	head -c 32000 /dev/zero > "$www/large-$number"
done
sleep 2.5
before=$(memory)
for portal in open second third; do
	for number in $(seq 600); do
		for turn in 1 2; do
			echo "url = \"$url/$portal/large-$number\""
			echo "output = /dev/null"
		done
	done
done > "$tmp/urls"
curl -s -K "$tmp/urls"
is "memory has one bound for all portals" "$(($(memory) - before < ${MEMORY_MAX:-14000}))" 1
stop
is "the server ends well" "$code" 0
finish
