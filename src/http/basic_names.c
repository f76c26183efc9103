/* Keeps names in a table of fixed size, each where the hash says. */
#include "http/basic_names.h"

#include "postern/memory.h"
#include "postern/secret.h"

#include <stdlib.h>

#define BASIC_NAMES       256 /* 16 KiB */
#define BASIC_NAME_LENGTH 47  /* bytes: an entry is one line of the processor's cache */

struct basic_name {
	struct siphash_key hash;
	unsigned char length; /* 0: free */
	char name[BASIC_NAME_LENGTH];
};

struct basic_names {
	struct basic_name entries[BASIC_NAMES];
};

struct basic_names *basic_names_create(void)
{
	return memory_take(1, sizeof(struct basic_names));
}

void basic_names_destroy(struct basic_names *names)
{
	if (names)
		secret_wipe(names, sizeof(*names));
	free(names);
}

static size_t basic_names_place(const struct siphash_key *hash)
{
	return hash->words[0] % BASIC_NAMES;
}

struct octets basic_names_find(const struct basic_names *names, const struct siphash_key *hash)
{
	const struct basic_name *entry = &names->entries[basic_names_place(hash)];
	uint64_t difference =
		(entry->hash.words[0] ^ hash->words[0]) | (entry->hash.words[1] ^ hash->words[1]);

	if (entry->length == 0 || difference != 0)
		return (struct octets){.data = NULL};
	return (struct octets){.data = entry->name, .length = entry->length};
}

void basic_names_keep(struct basic_names *names, const struct siphash_key *hash, struct octets name)
{
	struct basic_name *entry = &names->entries[basic_names_place(hash)];

	if (name.length > BASIC_NAME_LENGTH)
		return;
	entry->hash = *hash;
	entry->length = (unsigned char)name.length;
	memcpy(entry->name, name.data, name.length);
}
