/* Keeps names in a table of fixed size, each where the hash says. */
#include "http/basic_names.h"

#include "postern/checker.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <stdlib.h>

#define BASIC_NAMES       256 /* 16 KiB for each slot */
#define BASIC_NAME_LENGTH 47  /* bytes: an entry is one line of the processor's cache */

struct basic_name {
	struct siphash_key hash;
	unsigned char length; /* 0: free */
	char name[BASIC_NAME_LENGTH];
};

struct basic_names {
	struct siphash_key key;
	struct basic_name *slots[CALLER_SLOTS]; /* NULL until one has seen a name */
};

struct basic_names *basic_names_create(void)
{
	struct basic_names *names = memory_take(1, sizeof(*names));

	secret_random(&names->key, sizeof(names->key));
	return names;
}

void basic_names_destroy(struct basic_names *names)
{
	if (!names)
		return;
	for (size_t i = 0; i < CALLER_SLOTS; i++) {
		if (names->slots[i])
			secret_wipe(names->slots[i], BASIC_NAMES * sizeof(names->slots[i][0]));
		free(names->slots[i]);
	}
	secret_wipe(&names->key, sizeof(names->key));
	free(names);
}

struct siphash_key basic_names_hash(const struct basic_names *names, struct octets sent)
{
	return siphash_128(&names->key, sent);
}

static size_t basic_names_place(const struct siphash_key *hash)
{
	return hash->words[0] % BASIC_NAMES;
}

struct octets basic_names_find(const struct basic_names *names, unsigned int slot,
			       const struct siphash_key *hash)
{
	const struct basic_name *entry;
	uint64_t difference;

	assert(slot < CALLER_SLOTS);
	if (!names->slots[slot])
		return (struct octets){.data = NULL};
	entry = &names->slots[slot][basic_names_place(hash)];
	difference =
		(entry->hash.words[0] ^ hash->words[0]) | (entry->hash.words[1] ^ hash->words[1]);
	if (entry->length == 0 || difference != 0)
		return (struct octets){.data = NULL};
	return (struct octets){.data = entry->name, .length = entry->length};
}

void basic_names_keep(struct basic_names *names, unsigned int slot, const struct siphash_key *hash,
		      struct octets name)
{
	struct basic_name *entry;

	assert(slot < CALLER_SLOTS);
	if (name.length > BASIC_NAME_LENGTH)
		return;
	if (!names->slots[slot])
		names->slots[slot] = memory_take(BASIC_NAMES, sizeof(names->slots[slot][0]));
	entry = &names->slots[slot][basic_names_place(hash)];
	entry->hash = *hash;
	entry->length = (unsigned char)name.length;
	memcpy(entry->name, name.data, name.length);
}
