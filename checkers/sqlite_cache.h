/*
 * What was found, kept until the store changes. One thread's own. Users who are not
 * there are kept as well: else answers about those who are would come sooner.
 */
#ifndef CHECKERS_SQLITE_CACHE_H
#define CHECKERS_SQLITE_CACHE_H

#include "sqlite_reader.h"

#define CACHE_ENTRIES   16384
#define CACHE_BLOCK     256 /* entries for which memory is taken at a time */
#define CACHE_TEXT_MAX  176 /* bytes of all that is kept of one user; who has more is not kept */
#define CACHE_STEPS_MAX 8   /* entries that are looked at to find one */

/* Numbers of entries count from 1; 0 is none. */
struct sqlite_cache_entry {
	uint32_t hash; /* of name and realm */
	uint16_t next; /* number of the one that had the same place before */
	unsigned char finding;
	unsigned char algorithm;
	/* A byte would do. But what it knows to be so short gcc copies by instructions of its own,
	 * which take longer than memcpy(). */
	uint16_t name_length;
	uint16_t realm_length;
	uint16_t secret_length;
	uint16_t groups_length;
	char text[CACHE_TEXT_MAX]; /* name, realm, secret and groups, one behind the other */
};

/* Zeroed, it is empty. It grows with the users, to 3 MiB. */
struct sqlite_cache {
	uint16_t places[CACHE_ENTRIES]; /* numbers, by the hash */
	uint16_t next;                  /* number, less 1, of the one that is written next */
	struct sqlite_cache_entry *blocks[CACHE_ENTRIES / CACHE_BLOCK]; /* NULL: not used yet */
};

/* False when it is not kept. */
bool sqlite_cache_find(const struct sqlite_cache *cache, struct octets name,
		       const struct digest_space *space, enum reader_finding *finding,
		       struct reader_row *row);

/* Instead of what was kept of the same. When all is full, the oldest goes. */
void sqlite_cache_keep(struct sqlite_cache *cache, struct octets name,
		       const struct digest_space *space, enum reader_finding finding,
		       const struct reader_row *row);

/* It is empty then, and has no memory of its own. */
void sqlite_cache_wipe(struct sqlite_cache *cache);

#endif
