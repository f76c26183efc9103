/* A listing is what a directory shows of itself: the names that lead on from it, in an order. */
#ifndef REALMS_LISTING_H
#define REALMS_LISTING_H

#include "postern/octets.h"

#include <stdint.h>
#include <time.h>

#define LISTING_MAX 1000 /* entries of a directory that are looked at; it takes 3 ms */

enum listing_key {
	LISTING_BY_NAME,
	LISTING_BY_SIZE,
	LISTING_BY_TIME,
};

struct listing_order {
	enum listing_key key;
	bool descending;
};

struct listing_entry {
	char *name; /* owned */
	bool is_directory;
	uint64_t size; /* in bytes, of a file */
	time_t modified;
};

struct listing {
	struct listing_entry *entries;
	size_t count;
	bool cut; /* the directory has more than LISTING_MAX */
};

/* "sort=name|size|time&order=asc|desc"; by name, ascending, unless the query says else. */
struct listing_order listing_order_from(struct octets query);

/* Reads the directory that `rest`, which ends with '/', names below `root`. Leaves out what a
 * request could not get: hidden names, those with control characters, what is neither a file nor a
 * directory, and links that lead out of the tree. Returns the status of the answer; 200, and
 * listing_finish() is owed. */
unsigned int listing_read(struct listing *listing, int root, struct octets rest);

/* Directories come first, and what is equal comes by name. */
void listing_sort(struct listing *listing, struct listing_order order);

void listing_finish(struct listing *listing);

#endif
