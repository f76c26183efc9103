/* Keeps the hashes of names in arrays sorted by hash, one for each space that was asked for. */
#include "hashed_names.h"

#include "octets_hash.h"
#include "postern/memory.h"

#include <stdlib.h>

struct hashed_name {
	unsigned char hash[DIGEST_SIZE_MAX]; /* zeros behind a shorter one */
	const struct octets *name;
};

struct hashed_space {
	struct hashed_space *next;
	enum digest_algorithm algorithm;
	struct octets realm; /* its own */
	size_t count;
	struct hashed_name *names;
};

static int hashed_names_compare(const void *left, const void *right)
{
	const struct hashed_name *a = left;
	const struct hashed_name *b = right;

	return memcmp(a->hash, b->hash, sizeof(a->hash));
}

static const struct octets *hashed_names_at(const struct names *names, size_t i)
{
	return (const struct octets *)((const char *)names->first + i * names->step);
}

static struct hashed_space *hashed_names_create(const struct names *names,
						const struct digest_space *space)
{
	struct hashed_space *created = memory_take(1, sizeof(*created));

	created->algorithm = space->algorithm;
	created->realm.data = memory_copy_text(space->realm);
	created->realm.length = space->realm.length;
	created->count = names->count;
	created->names = memory_take(names->count, sizeof(*created->names));
	for (size_t i = 0; i < names->count; i++) {
		struct hashed_name *hashed = &created->names[i];

		hashed->name = hashed_names_at(names, i);
		digest_userhash(space->algorithm, *hashed->name, space->realm, hashed->hash);
	}
	qsort(created->names, created->count, sizeof(*created->names), hashed_names_compare);
	return created;
}

static const struct hashed_space *hashed_names_for(const struct hashed_space *hashed,
						   const struct digest_space *space)
{
	while (hashed && !(hashed->algorithm == space->algorithm &&
			   octets_equal(hashed->realm, space->realm)))
		hashed = hashed->next;
	return hashed;
}

/* Two threads may both come first: then one of two equal ones is never found again. */
static const struct hashed_space *hashed_names_add(struct hashed_space *_Atomic *place,
						   struct hashed_space *created)
{
	created->next = atomic_load(place);
	while (!atomic_compare_exchange_weak(place, &created->next, created))
		continue;
	return created;
}

/* Empty: nobody's. */
static struct octets hashed_names_find(const struct hashed_space *index, struct octets hash)
{
	struct hashed_name key = {.name = NULL};
	const struct hashed_name *found;

	if (hash.length > sizeof(key.hash))
		return OCTETS("");
	memcpy(key.hash, hash.data, hash.length);
	found = bsearch(&key, index->names, index->count, sizeof(key), hashed_names_compare);
	return found ? *found->name : OCTETS("");
}

void hashed_names_identify(struct hashed_names *hashed, const struct names *names,
			   struct credentials *credentials)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	uint32_t hash = octets_hash(OCTETS_HASH_BEGIN, space->realm);
	struct hashed_space *_Atomic *place = &hashed->places[hash % HASHED_NAMES_PLACES];
	const struct hashed_space *index = hashed_names_for(atomic_load(place), space);

	if (!index)
		index = hashed_names_add(place, hashed_names_create(names, space));
	credentials_identify(credentials,
			     hashed_names_find(index, credentials_username_hash(credentials)));
}

static void hashed_names_destroy(struct hashed_space *first)
{
	while (first) {
		struct hashed_space *next = first->next;

		free((char *)first->realm.data);
		free(first->names);
		free(first);
		first = next;
	}
}

void hashed_names_finish(struct hashed_names *hashed)
{
	for (size_t i = 0; i < HASHED_NAMES_PLACES; i++)
		hashed_names_destroy(hashed->places[i]);
}
