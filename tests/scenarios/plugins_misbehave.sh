#!/usr/bin/env bash
# 115: a checker in a shared object that answers nonsense, or never, harms nobody who does not ask it.
# shellcheck source=tests/scenarios/library.sh
. "$(dirname "$0")/library.sh"

mkdir -m 755 "$tmp/objects"
claim "the object is built" gcc -std=gnu17 -D_GNU_SOURCE -Iinclude -fPIC -shared -x c \
	-o "$tmp/objects/moody.so" - << 'END'
#include "postern/memory.h"
#include "postern/plugin_object.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct checker *moody_create(struct arguments *arguments, struct error *error)
{
	(void)arguments; (void)error;
	return memory_take(1, sizeof(struct checker));
}

static enum verdict moody_ask(struct checker *checker, struct credentials *credentials,
			      const struct caller *caller, struct avatar_id *avatar_id, struct error *error)
{
	(void)checker; (void)error;
	if (octets_equal(credentials->username, OCTETS("nonsense")))
		return 42;
	if (octets_equal(credentials->username, OCTETS("late")))
		return VERDICT_LATER;
	if (octets_equal(credentials->username, OCTETS("nobody")))
		return VERDICT_GRANTED;
	if (!caller->may_block)
		return VERDICT_LATER;
	while (octets_equal(credentials->username, OCTETS("never"))) {
		dprintf(STDERR_FILENO, "it does not return\n");
		pause();
	}
	avatar_id_set(avatar_id, credentials->username);
	return VERDICT_GRANTED;
}

static void moody_destroy(struct checker *checker) { free(checker); }

static const struct checker_type moody = {
	.base = {.name = "moody", .usage = "", .summary = "does as it likes"},
	.interfaces = IUSERNAME_PASSWORD,
	.create = moody_create, .request_avatar_id = moody_ask, .destroy = moody_destroy,
};
static const struct plugin_type *const checkers[] = {&moody.base, NULL};
const struct postern_plugin postern_plugin = {POSTERN_PLUGIN_BUILT, .checkers = checkers};
END

start --plugin "$tmp/objects/moody.so" --stop-timeout 1 --kill-grace 1 \
	--at / --name Example --factory basic --auth moody --realm page
says() { grep -qF "checker 'moody': bug: $1" "$log"; }
is "well" "$(status -u alice:x "$url/foo")" 200
is "a verdict that is none" "$(status -u nonsense:x "$url/foo")" 503
claim "it is a bug of the checker" says "its verdict is none"
is "later, where it may block" "$(status -u late:x "$url/foo")" 503
claim "it is a bug, too" says "it said later where it may block"
is "granted to nobody" "$(status -u nobody:x "$url/foo")" 503
claim "and so is that" says "it granted without an avatar id"

status -u never:x "$url/foo" > "$tmp/never" &
never=$!
claim "it is asked" eventually grep -q "it does not return" "$log"
is "while it does not answer one, it answers others" "$(status -u alice:x "$url/foo")" 200
kill "$never"
is "and when that one has left" "$(status -u alice:x "$url/foo")" 200
stop
is "the server ends without it" "$code" 0
claim "and says so" grep -q "a checker does not return, left behind" "$log"
finish
