/* Keeps what was found in a table of small sets. */
#include "sqlite_cache.h"

#include "postern/secret.h"

#include <stdint.h>
#include <string.h>

/* FNV-1a. Who finds names that share a set only makes look-ups as slow as the first one was. */
static uint32_t sqlite_cache_hash(uint32_t hash, struct octets octets)
{
	for (size_t i = 0; i < octets.length; i++)
		hash = (hash ^ (unsigned char)octets.data[i]) * 16777619U;
	return hash;
}

static size_t sqlite_cache_place(struct octets name, struct octets realm)
{
	uint32_t hash = sqlite_cache_hash(sqlite_cache_hash(2166136261U, name), realm);

	return (hash ^ hash >> 16) % CACHE_SETS;
}

static bool sqlite_cache_is_for(const struct sqlite_cache_entry *entry, struct octets name,
				const struct digest_space *space)
{
	const struct octets kept_name = {entry->key, entry->name_length};
	const struct octets kept_realm = {entry->key + entry->name_length, entry->realm_length};

	return entry->name_length > 0 && entry->algorithm == space->algorithm &&
	       octets_equal(kept_name, name) && octets_equal(kept_realm, space->realm);
}

bool sqlite_cache_find(const struct sqlite_cache *cache, struct octets name,
		       const struct digest_space *space, enum reader_finding *finding,
		       struct reader_row *row)
{
	const struct sqlite_cache_entry *set = cache->sets[sqlite_cache_place(name, space->realm)];

	for (size_t i = 0; i < CACHE_WAYS; i++) {
		if (!sqlite_cache_is_for(&set[i], name, space))
			continue;
		*finding = set[i].finding;
		row->secret.length = set[i].ha1_length;
		memcpy(row->secret.bytes, set[i].ha1, set[i].ha1_length);
		row->groups_length = set[i].groups_length;
		memcpy(row->groups, set[i].groups, set[i].groups_length);
		return true;
	}
	return false;
}

void sqlite_cache_keep(struct sqlite_cache *cache, struct octets name,
		       const struct digest_space *space, enum reader_finding finding,
		       const struct reader_row *row)
{
	struct sqlite_cache_entry *set = cache->sets[sqlite_cache_place(name, space->realm)];

	if (name.length + space->realm.length > CACHE_KEY_MAX)
		return;
	memmove(&set[1], &set[0], (CACHE_WAYS - 1) * sizeof(*set));
	set->finding = finding;
	set->algorithm = space->algorithm;
	set->name_length = (unsigned char)name.length;
	set->realm_length = (unsigned char)space->realm.length;
	set->ha1_length = (unsigned char)row->secret.length;
	memcpy(set->key, name.data, name.length);
	if (space->realm.length > 0)
		memcpy(set->key + name.length, space->realm.data, space->realm.length);
	memcpy(set->ha1, row->secret.bytes, row->secret.length);
	set->groups_length = row->groups_length;
	memcpy(set->groups, row->groups, row->groups_length);
}

void sqlite_cache_wipe(struct sqlite_cache *cache)
{
	secret_wipe(cache, sizeof(*cache));
}
