/* Keeps what was found in a ring: the first entry is the next to go when all are used. */
#include "sqlite_cache.h"

#include "octets_hash.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <stdlib.h>

static_assert(CACHE_ENTRIES < UINT16_MAX, "numbers fit");
static_assert(CACHE_TEXT_MAX <= UINT16_MAX, "so do lengths");
static_assert(CACHE_ENTRIES % CACHE_BLOCK == 0, "blocks are whole");

static uint32_t sqlite_cache_key(struct octets name, const struct digest_space *space)
{
	uint32_t hash = octets_hash(octets_hash(OCTETS_HASH_BEGIN, name), space->realm);

	return hash ^ hash >> 16;
}

static bool sqlite_cache_is_for(const struct sqlite_cache_entry *entry, struct octets name,
				const struct digest_space *space)
{
	const struct octets kept_name = {entry->text, entry->name_length};
	const struct octets kept_realm = {entry->text + entry->name_length, entry->realm_length};

	return entry->algorithm == space->algorithm && octets_equal(kept_name, name) &&
	       octets_equal(kept_realm, space->realm);
}

/* One that was taken. */
static struct sqlite_cache_entry *sqlite_cache_numbered(const struct sqlite_cache *cache,
							uint16_t number)
{
	return &cache->blocks[(number - 1) / CACHE_BLOCK][(number - 1) % CACHE_BLOCK];
}

/*
 * Each entry leads to the one that had its place before. That one may have become another's
 * meanwhile, and what lies behind it is of no use; but nothing wrong is taken, because names are
 * compared, and no more steps are made than are worth it: who finds names that share a place only
 * makes look-ups as slow as the first one was.
 */
static const struct sqlite_cache_entry *sqlite_cache_entry(const struct sqlite_cache *cache,
							   struct octets name,
							   const struct digest_space *space)
{
	uint32_t hash = sqlite_cache_key(name, space);
	uint16_t number = cache->places[hash % CACHE_ENTRIES];

	for (size_t step = 0; step < CACHE_STEPS_MAX && number > 0; step++) {
		const struct sqlite_cache_entry *entry = sqlite_cache_numbered(cache, number);

		if (entry->hash == hash && sqlite_cache_is_for(entry, name, space))
			return entry;
		number = entry->next;
	}
	return NULL;
}

bool sqlite_cache_find(const struct sqlite_cache *cache, struct octets name,
		       const struct digest_space *space, enum reader_finding *finding,
		       struct reader_row *row)
{
	const struct sqlite_cache_entry *entry = sqlite_cache_entry(cache, name, space);
	const char *secret;

	if (!entry)
		return false;
	*finding = (enum reader_finding)entry->finding;
	secret = entry->text + entry->name_length + entry->realm_length;
	row->secret.length = entry->secret_length;
	memcpy(row->secret.bytes, secret, entry->secret_length);
	row->groups_length = entry->groups_length;
	memcpy(row->groups, secret + entry->secret_length, entry->groups_length);
	return true;
}

static struct sqlite_cache_entry *sqlite_cache_take(struct sqlite_cache *cache, uint32_t hash)
{
	struct sqlite_cache_entry **block = &cache->blocks[cache->next / CACHE_BLOCK];
	uint16_t *place = &cache->places[hash % CACHE_ENTRIES];
	struct sqlite_cache_entry *entry;

	if (!*block)
		*block = memory_take(CACHE_BLOCK, sizeof(**block));
	entry = *block + cache->next % CACHE_BLOCK;
	entry->hash = hash;
	entry->next = *place;
	*place = cache->next + 1;
	cache->next = *place % CACHE_ENTRIES;
	return entry;
}

static char *sqlite_cache_append(char *end, const char *bytes, size_t length)
{
	return length > 0 ? mempcpy(end, bytes, length) : end;
}

void sqlite_cache_keep(struct sqlite_cache *cache, struct octets name,
		       const struct digest_space *space, enum reader_finding finding,
		       const struct reader_row *row)
{
	struct sqlite_cache_entry *entry;
	char *end;

	if (name.length + space->realm.length + row->secret.length + row->groups_length >
	    CACHE_TEXT_MAX)
		return;
	entry = sqlite_cache_take(cache, sqlite_cache_key(name, space));
	entry->finding = (unsigned char)finding;
	entry->algorithm = (unsigned char)space->algorithm;
	entry->name_length = (uint16_t)name.length;
	entry->realm_length = (uint16_t)space->realm.length;
	entry->secret_length = (uint16_t)row->secret.length;
	entry->groups_length = (uint16_t)row->groups_length;
	end = sqlite_cache_append(entry->text, name.data, name.length);
	end = sqlite_cache_append(end, space->realm.data, space->realm.length);
	end = sqlite_cache_append(end, row->secret.bytes, row->secret.length);
	sqlite_cache_append(end, row->groups, row->groups_length);
}

void sqlite_cache_wipe(struct sqlite_cache *cache)
{
	for (size_t i = 0; i < CACHE_ENTRIES / CACHE_BLOCK && cache->blocks[i]; i++) {
		secret_wipe(cache->blocks[i], CACHE_BLOCK * sizeof(*cache->blocks[i]));
		free(cache->blocks[i]);
	}
	secret_wipe(cache, sizeof(*cache));
}
