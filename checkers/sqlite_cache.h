/*
 * What was found, kept until the store changes. One thread's own. Users who are not
 * there are kept as well: else answers about those who are would come sooner.
 */
#ifndef CHECKERS_SQLITE_CACHE_H
#define CHECKERS_SQLITE_CACHE_H

#include "sqlite_reader.h"

#define CACHE_SETS    128
#define CACHE_WAYS    4
#define CACHE_KEY_MAX 96 /* bytes of name and realm together; longer ones are not kept */

struct sqlite_cache_entry {
	enum reader_finding finding;
	enum digest_algorithm algorithm;
	unsigned char name_length; /* 0: free */
	unsigned char realm_length;
	unsigned char ha1_length; /* 0: none */
	char key[CACHE_KEY_MAX];  /* name and realm */
	char ha1[DIGEST_SIZE_MAX];
	size_t groups_length;
	char groups[AVATAR_GROUPS_MAX];
};

/* Zeroed, it is empty. 340 KiB. */
struct sqlite_cache {
	struct sqlite_cache_entry sets[CACHE_SETS][CACHE_WAYS];
};

/* False when it is not kept. */
bool sqlite_cache_find(const struct sqlite_cache *cache, struct octets name,
		       const struct digest_space *space, enum reader_finding *finding,
		       struct reader_row *row);

/* Instead of what was kept of the same. The oldest that has the same place goes. */
void sqlite_cache_keep(struct sqlite_cache *cache, struct octets name,
		       const struct digest_space *space, enum reader_finding finding,
		       const struct reader_row *row);

void sqlite_cache_wipe(struct sqlite_cache *cache);

#endif
