/* Remembers granted logins in a table of fixed size that is read without a lock. */
#include "cred/verdict_cache.h"

#include "base/clock.h"
#include "base/figure.h"
#include "base/siphash.h"
#include "cred/flights.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define VERDICT_CACHE_SETS   1024
#define VERDICT_CACHE_WAYS   4
#define VERDICT_WORD_SIZE    sizeof(uint64_t)
#define VERDICT_TAG_WORDS    (VERDICT_TAG_SIZE / VERDICT_WORD_SIZE)
#define VERDICT_NAME_WORDS   ((AVATAR_ID_MAX + 1) / VERDICT_WORD_SIZE)
#define VERDICT_GROUPS_WORDS (AVATAR_GROUPS_MAX / VERDICT_WORD_SIZE)

static_assert(VERDICT_TAG_SIZE == sizeof(struct siphash_key), "a tag is one hash");
static_assert(sizeof(((struct avatar_id *)NULL)->name) == VERDICT_NAME_WORDS * VERDICT_WORD_SIZE,
	      "a name is a whole number of words");
static_assert(AVATAR_GROUPS_MAX == VERDICT_GROUPS_WORDS * VERDICT_WORD_SIZE, "so are the groups");

/*
 * A reader takes an entry only if the sequence was even and the same before and after. No fences
 * are needed: the words are loaded with acquire and stored with release, so that one who loads a
 * word of a later writing also sees the sequence that began it.
 */
struct verdict_cache_entry {
	_Atomic uint64_t sequence; /* odd while the entry is being written */
	_Atomic uint64_t expiry;   /* milliseconds of the monotonic clock; 0: never used */
	_Atomic uint64_t tag[VERDICT_TAG_WORDS];
	_Atomic uint64_t kind;
	_Atomic uint64_t length;
	_Atomic uint64_t name[VERDICT_NAME_WORDS];
	_Atomic uint64_t groups_length;
	_Atomic uint64_t groups[VERDICT_GROUPS_WORDS];
};

/* Only the thread that has the slot writes it, on a cache line that nobody else writes. */
struct verdict_cache_counts {
	_Atomic uint64_t asked;
	_Atomic uint64_t spared;
	uint64_t apart[6];
};

struct verdict_cache {
	struct siphash_key key;
	struct flights *flights;
	pthread_mutex_t writing; /* held by the one who remembers */
	struct verdict_cache_counts counts[CALLER_SLOTS];
	struct verdict_cache_entry entries[VERDICT_CACHE_SETS][VERDICT_CACHE_WAYS];
};

static_assert(sizeof(struct verdict_cache) <= VERDICT_CACHE_SIZE_MAX, "as the header says");

static uint64_t verdict_cache_load(const _Atomic uint64_t *word)
{
	return atomic_load_explicit(word, memory_order_acquire);
}

static void verdict_cache_store(_Atomic uint64_t *word, uint64_t value)
{
	atomic_store_explicit(word, value, memory_order_release);
}

struct verdict_cache *verdict_cache_create(void)
{
	struct verdict_cache *cache = memory_take(1, sizeof(*cache));

	secret_random(&cache->key, sizeof(cache->key));
	cache->flights = flights_create(0);
	pthread_mutex_init(&cache->writing, NULL);
	return cache;
}

void verdict_cache_destroy(struct verdict_cache *cache)
{
	if (!cache)
		return;
	pthread_mutex_destroy(&cache->writing);
	flights_destroy(cache->flights);
	secret_wipe(cache, sizeof(*cache));
	free(cache);
}

struct flights *verdict_cache_flights(const struct verdict_cache *cache)
{
	return cache->flights;
}

void verdict_cache_count_asked(struct verdict_cache *cache, unsigned int slot)
{
	figure_add(&cache->counts[slot].asked, 1);
}

void verdict_cache_count_spared(struct verdict_cache *cache, unsigned int slot)
{
	figure_add(&cache->counts[slot].spared, 1);
}

struct verdict_cache_figures verdict_cache_figures(const struct verdict_cache *cache)
{
	struct verdict_cache_figures figures = {.asked = 0};

	for (size_t slot = 0; slot < CALLER_SLOTS; slot++) {
		figures.asked += atomic_load(&cache->counts[slot].asked);
		figures.spared += atomic_load(&cache->counts[slot].spared);
	}
	return figures;
}

/* The key for one user's password: what one checker says of another user, or said of other data,
 * is under another key. */
static struct siphash_key verdict_cache_user_key(const struct verdict_cache *cache,
						 const struct checker *checker, uint64_t generation,
						 struct octets username)
{
	const uint64_t head[] = {(uintptr_t)checker, generation};
	char text[sizeof(head) + AVATAR_ID_MAX];
	char *end = text;

	assert(username.length <= AVATAR_ID_MAX);
	end = mempcpy(end, head, sizeof(head));
	end = mempcpy(end, username.data, username.length);
	return siphash_128(&cache->key, (struct octets){text, (size_t)(end - text)});
}

struct verdict_tag verdict_cache_tag(const struct verdict_cache *cache,
				     const struct checker *checker, uint64_t generation,
				     const struct credentials *credentials)
{
	struct siphash_key key =
		verdict_cache_user_key(cache, checker, generation, credentials->username);
	struct octets fingerprint = credentials_fingerprint(credentials);
	struct siphash_key hash;
	struct verdict_tag tag;

	/* Nobody can choose a password that is a fingerprint. */
	hash = siphash_128(&key,
			   fingerprint.data ? fingerprint : credentials_password(credentials));
	memcpy(tag.bytes, &hash, sizeof(tag.bytes));
	return tag;
}

/* The tag is a hash under a key that nobody knows: nobody chooses the set. */
static struct verdict_cache_entry *verdict_cache_set(struct verdict_cache *cache,
						     const uint64_t tag[static VERDICT_TAG_WORDS])
{
	return cache->entries[tag[0] % VERDICT_CACHE_SETS];
}

/* In constant time: how much of a tag is right is nobody's business. */
static bool verdict_cache_tag_equal(const struct verdict_cache_entry *entry,
				    const uint64_t tag[static VERDICT_TAG_WORDS])
{
	uint64_t difference = 0;

	for (size_t i = 0; i < VERDICT_TAG_WORDS; i++)
		difference |= verdict_cache_load(&entry->tag[i]) ^ tag[i];
	return difference == 0;
}

/* Whole words: both ends have room for the last one. */
static void verdict_cache_load_bytes(const _Atomic uint64_t *words, char *bytes, size_t length)
{
	for (size_t at = 0; at < length; at += VERDICT_WORD_SIZE) {
		uint64_t word = verdict_cache_load(words++);

		memcpy(bytes + at, &word, VERDICT_WORD_SIZE);
	}
}

static void verdict_cache_store_bytes(_Atomic uint64_t *words, const char *bytes, size_t length)
{
	for (size_t at = 0; at < length; at += VERDICT_WORD_SIZE) {
		uint64_t word;

		memcpy(&word, bytes + at, VERDICT_WORD_SIZE);
		verdict_cache_store(words++, word);
	}
}

static void verdict_cache_copy(const struct verdict_cache_entry *entry, struct avatar_id *avatar_id)
{
	avatar_id->kind = (enum avatar_id_kind)verdict_cache_load(&entry->kind);
	avatar_id->length = verdict_cache_load(&entry->length);
	/* With the NUL behind it. */
	verdict_cache_load_bytes(entry->name, avatar_id->name, avatar_id->length + 1);
	avatar_id->groups_length = verdict_cache_load(&entry->groups_length);
	verdict_cache_load_bytes(entry->groups, avatar_id->groups, avatar_id->groups_length);
}

/* False also when the entry is just being written: then the checker is asked, and no harm done. */
static bool verdict_cache_read(const struct verdict_cache_entry *entry,
			       const uint64_t tag[static VERDICT_TAG_WORDS], uint64_t now,
			       struct avatar_id *avatar_id)
{
	uint64_t sequence = verdict_cache_load(&entry->sequence);
	struct avatar_id copy;

	if (!verdict_cache_tag_equal(entry, tag) || now >= verdict_cache_load(&entry->expiry))
		return false;
	verdict_cache_copy(entry, &copy);
	if (sequence % 2 != 0 || verdict_cache_load(&entry->sequence) != sequence)
		return false;
	avatar_id_copy(avatar_id, &copy);
	return true;
}

bool verdict_cache_find(struct verdict_cache *cache, const struct verdict_tag *tag,
			struct avatar_id *avatar_id)
{
	const uint64_t now = clock_monotonic_coarse_ms();
	const struct verdict_cache_entry *set;
	uint64_t words[VERDICT_TAG_WORDS];

	memcpy(words, tag->bytes, sizeof(words));
	set = verdict_cache_set(cache, words);
	for (size_t way = 0; way < VERDICT_CACHE_WAYS; way++) {
		if (verdict_cache_read(&set[way], words, now, avatar_id))
			return true;
	}
	return false;
}

/* The entry that has the tag already, else the oldest of the set. */
static struct verdict_cache_entry *verdict_cache_choose(
	struct verdict_cache_entry *set, const uint64_t tag[static VERDICT_TAG_WORDS])
{
	struct verdict_cache_entry *oldest = &set[0];

	for (size_t way = 0; way < VERDICT_CACHE_WAYS; way++) {
		if (verdict_cache_tag_equal(&set[way], tag))
			return &set[way];
		if (verdict_cache_load(&set[way].expiry) < verdict_cache_load(&oldest->expiry))
			oldest = &set[way];
	}
	return oldest;
}

static void verdict_cache_write(struct verdict_cache_entry *entry,
				const uint64_t tag[static VERDICT_TAG_WORDS], uint64_t expiry,
				const struct avatar_id *avatar_id)
{
	uint64_t sequence = verdict_cache_load(&entry->sequence);

	verdict_cache_store(&entry->sequence, sequence + 1);
	verdict_cache_store(&entry->expiry, expiry);
	for (size_t i = 0; i < VERDICT_TAG_WORDS; i++)
		verdict_cache_store(&entry->tag[i], tag[i]);
	verdict_cache_store(&entry->kind, avatar_id->kind);
	verdict_cache_store(&entry->length, avatar_id->length);
	verdict_cache_store_bytes(entry->name, avatar_id->name, avatar_id->length + 1);
	verdict_cache_store(&entry->groups_length, avatar_id->groups_length);
	verdict_cache_store_bytes(entry->groups, avatar_id->groups, avatar_id->groups_length);
	verdict_cache_store(&entry->sequence, sequence + 2);
}

void verdict_cache_remember(struct verdict_cache *cache, const struct verdict_tag *tag,
			    const struct avatar_id *avatar_id)
{
	const uint64_t expiry = clock_monotonic_coarse_ms() + VERDICT_LIFETIME * UINT64_C(1000);
	uint64_t words[VERDICT_TAG_WORDS];

	assert(avatar_id->kind != AVATAR_ID_NOBODY);
	memcpy(words, tag->bytes, sizeof(words));
	pthread_mutex_lock(&cache->writing);
	verdict_cache_write(verdict_cache_choose(verdict_cache_set(cache, words), words), words,
			    expiry, avatar_id);
	pthread_mutex_unlock(&cache->writing);
}
