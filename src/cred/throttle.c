/* Counts failed logins, and closes for a while what has failed too often. */
#include "cred/throttle.h"

#include "base/clock.h"
#include "base/siphash.h"
#include "cred/hash.h"
#include "cred/throttle_friends.h"
#include "cred/throttle_table.h"
#include "postern/avatar_id.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#define THROTTLE_SIZE_MAX   (1281 * 1024) /* bytes */
#define THROTTLE_SPACE_MAX  255           /* bytes of the name of a protection space */
#define THROTTLE_EVERYWHERE UINT64_C(0)   /* no source */

struct throttle {
	struct hmac_key *answer_key;
	struct hmac_key *password_key;
	struct siphash_key tag_key;
	pthread_mutex_t mutex;
	struct throttle_table sources;
	struct throttle_table pairs; /* of a name and a source */
	struct throttle_table names;
	struct throttle_friends friends; /* pairs that have logged in */
};

static_assert(sizeof(struct throttle) <= THROTTLE_SIZE_MAX, "as the header says");

static uint64_t throttle_multiplier(void)
{
	uint64_t multiplier;

	secret_random(&multiplier, sizeof(multiplier));
	return multiplier | 1;
}

struct throttle *throttle_create(void)
{
	struct throttle *throttle = memory_take(1, sizeof(*throttle));

	throttle->answer_key = hmac_key_create_random();
	throttle->password_key = hmac_key_create_random();
	secret_random(&throttle->tag_key, sizeof(throttle->tag_key));
	pthread_mutex_init(&throttle->mutex, NULL);
	throttle->sources.multiplier = throttle_multiplier();
	throttle->pairs.multiplier = throttle_multiplier();
	throttle->names.multiplier = throttle_multiplier();
	throttle->friends.multiplier = throttle_multiplier();
	return throttle;
}

void throttle_destroy(struct throttle *throttle)
{
	if (!throttle)
		return;
	pthread_mutex_destroy(&throttle->mutex);
	hmac_key_destroy(throttle->answer_key);
	hmac_key_destroy(throttle->password_key);
	secret_wipe(throttle, sizeof(*throttle));
	free(throttle);
}

/* Never THROTTLE_EVERYWHERE: the last source is a multicast address, and nobody comes from there.
 */
static uint64_t throttle_source(const struct throttle_login *login)
{
	return login->source + 1;
}

/* A name at a source, or, with THROTTLE_EVERYWHERE, wherever it is. Never 0, which is no key. */
static uint64_t throttle_tag(const struct throttle *throttle, uint64_t source,
			     const struct throttle_login *login)
{
	const uint64_t head[] = {source, login->space.length};
	char text[sizeof(head) + THROTTLE_SPACE_MAX + AVATAR_ID_MAX];
	char *end = text;

	assert(login->space.length <= THROTTLE_SPACE_MAX);
	assert(login->username.length <= AVATAR_ID_MAX);
	end = mempcpy(end, head, sizeof(head));
	end = mempcpy(end, login->space.data, login->space.length);
	end = mempcpy(end, login->username.data, login->username.length);
	return siphash(&throttle->tag_key, (struct octets){text, (size_t)(end - text)}) | 1;
}

static uint64_t throttle_pair(const struct throttle *throttle, const struct throttle_login *login)
{
	return throttle_tag(throttle, throttle_source(login), login);
}

static uint64_t throttle_name(const struct throttle *throttle, const struct throttle_login *login)
{
	return throttle_tag(throttle, THROTTLE_EVERYWHERE, login);
}

/* It may be a password: this is no matter for a short hash. */
static uint64_t throttle_answer(const struct throttle *throttle, const struct throttle_login *login)
{
	unsigned char mac[HMAC_SIZE];
	uint64_t tag;

	hmac_pieces(throttle->answer_key, &login->answer, 1, mac);
	memcpy(&tag, mac, sizeof(tag));
	return tag | 1;
}

unsigned int throttle_password_tag(const struct throttle *throttle, struct octets password)
{
	unsigned char mac[HMAC_SIZE];

	hmac_pieces(throttle->password_key, &password, 1, mac);
	return (mac[0] << 8 | mac[1]) & 0xfff;
}

/* The one of the two that is closed for longer; NULL when neither is. */
static struct throttle_entry *throttle_closed(struct throttle_entry *a, struct throttle_entry *b,
					      uint64_t now)
{
	struct throttle_entry *longer = a;

	if (b && (!a || b->closed > a->closed))
		longer = b;
	return longer && longer->closed > now ? longer : NULL;
}

/* What closes the login; NULL: nothing. */
static struct throttle_entry *throttle_find(struct throttle *throttle,
					    const struct throttle_login *login, uint64_t now)
{
	uint64_t pair = throttle_pair(throttle, login);
	struct throttle_entry *source = NULL;

	if (!throttle_friends_have(&throttle->friends, pair, now))
		source = throttle_table_find(&throttle->sources, throttle_source(login), now);
	return throttle_closed(throttle_table_find(&throttle->pairs, pair, now), source, now);
}

unsigned int throttle_wait(struct throttle *throttle, const struct throttle_login *login,
			   bool *news)
{
	uint64_t now = clock_monotonic_coarse_ms();
	struct throttle_entry *closed;
	uint64_t left = 0;

	*news = false;
	/* Whatever has failed is at a source that has. */
	if (!throttle_table_has(&throttle->sources, throttle_source(login), now))
		return 0;
	pthread_mutex_lock(&throttle->mutex);
	closed = throttle_find(throttle, login, now);
	if (closed) {
		left = closed->closed - now;
		*news = !closed->told;
		closed->told = true;
	}
	pthread_mutex_unlock(&throttle->mutex);
	return (unsigned int)((left + 999) / 1000);
}

/* True when it was there already. */
static bool throttle_note_answer(struct throttle_entry *entry, uint64_t answer)
{
	for (size_t i = 0; i < THROTTLE_ANSWERS; i++) {
		if (entry->answers[i] == answer)
			return true;
	}
	entry->answers[entry->answer++ % THROTTLE_ANSWERS] = answer;
	return false;
}

static void throttle_count(struct throttle_entry *entry, uint64_t now)
{
	entry->failures++;
	entry->forgotten = now + THROTTLE_MEMORY * UINT64_C(1000);
}

/* 1 second after the first failure that is not free, then 2, 4, 8... */
static unsigned int throttle_close(struct throttle_entry *entry, unsigned int failures,
				   unsigned int free_failures, uint64_t now)
{
	unsigned int seconds = THROTTLE_CLOSED_MAX;

	if (failures <= free_failures)
		return 0;
	if (failures - free_failures < 10 && 1U << (failures - free_failures - 1) < seconds)
		seconds = 1U << (failures - free_failures - 1);
	entry->closed = now + seconds * UINT64_C(1000);
	entry->told = false;
	entry->forgotten = entry->closed + THROTTLE_MEMORY * UINT64_C(1000);
	return seconds;
}

static unsigned int throttle_crowd(const struct throttle_entry *name,
				   const struct throttle_entry *pair)
{
	unsigned int crowd = 0;

	/* The name may have been forgotten before the pair. */
	if (name->failures > pair->failures)
		crowd = (name->failures - pair->failures) / THROTTLE_CROWD;
	return crowd < THROTTLE_CROWD_MAX ? crowd : THROTTLE_CROWD_MAX;
}

static unsigned int throttle_fail(struct throttle_entry *source, struct throttle_entry *pair,
				  struct throttle_entry *name)
{
	uint64_t now = clock_monotonic_coarse_ms();
	unsigned int for_pair;
	unsigned int for_source;

	throttle_count(source, now);
	throttle_count(pair, now);
	throttle_count(name, now);
	for_pair = throttle_close(pair, pair->failures + throttle_crowd(name, pair), THROTTLE_FREE,
				  now);
	for_source = throttle_close(source, source->failures, THROTTLE_SOURCE_FREE, now);
	/* throttle_wait() looks at the source first. */
	if (source->forgotten < pair->forgotten)
		source->forgotten = atomic_load(&pair->forgotten);
	return for_pair > for_source ? for_pair : for_source;
}

unsigned int throttle_refuse(struct throttle *throttle, const struct throttle_login *login)
{
	uint64_t pair_tag = throttle_pair(throttle, login);
	uint64_t name_tag = throttle_name(throttle, login);
	uint64_t answer = throttle_answer(throttle, login);
	struct throttle_entry *pair;
	unsigned int seconds = 0;
	uint64_t now;

	pthread_mutex_lock(&throttle->mutex);
	now = clock_monotonic_coarse_ms();
	pair = throttle_table_take(&throttle->pairs, pair_tag, now);
	if (!throttle_note_answer(pair, answer))
		seconds = throttle_fail(
			throttle_table_take(&throttle->sources, throttle_source(login), now), pair,
			throttle_table_take(&throttle->names, name_tag, now));
	pthread_mutex_unlock(&throttle->mutex);
	return seconds;
}

static void throttle_forgive(struct throttle_entry *entry, unsigned int failures)
{
	if (entry)
		entry->failures -= failures < entry->failures ? failures : entry->failures;
}

/* Only one's own failures: whoever has an account could else guess those of others for ever. False
 * when there are none. */
static bool throttle_reset(struct throttle *throttle, const struct throttle_login *login,
			   uint64_t pair_tag, uint64_t now)
{
	struct throttle_entry *pair = throttle_table_find(&throttle->pairs, pair_tag, now);

	if (!pair)
		return false;
	throttle_forgive(throttle_table_find(&throttle->sources, throttle_source(login), now),
			 pair->failures);
	throttle_forgive(throttle_table_find(&throttle->names, throttle_name(throttle, login), now),
			 pair->failures);
	pair->forgotten = 0;
	return true;
}

bool throttle_grant(struct throttle *throttle, const struct throttle_login *login)
{
	const uint64_t friendship = THROTTLE_FRIENDSHIP * UINT64_C(1000);
	uint64_t pair = throttle_pair(throttle, login);
	uint64_t now = clock_monotonic_coarse_ms();
	bool friend = throttle_friends_have(&throttle->friends, pair, now + friendship / 2);
	bool failed;

	/* Nearly always: a friend for some time to come, at a source without failures. */
	if (friend && !throttle_table_has(&throttle->sources, throttle_source(login), now))
		return false;
	pthread_mutex_lock(&throttle->mutex);
	throttle_friends_add(&throttle->friends, pair, now + friendship);
	failed = throttle_reset(throttle, login, pair, now);
	pthread_mutex_unlock(&throttle->mutex);
	return failed || !friend;
}
