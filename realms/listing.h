/* A listing is what a directory shows of itself: the names that lead on from it, in an order. */
#ifndef REALMS_LISTING_H
#define REALMS_LISTING_H

#include "listing_order.h"
#include "postern/octets.h"

#define LISTING_MAX  10000  /* names that are shown: to look at one takes a microsecond */
#define LISTING_READ 100000 /* names that are read, at 0.2 microseconds each */

struct listing {
	struct listing_entry *entries;
	size_t count;
	size_t left_out; /* names that come behind these */
	bool unread;     /* and others, which nobody has looked at */
};

/* Reads the directory that `rest`, which ends with '/', names below `root`. Leaves out what a
 * request could not get: hidden names, those with control characters, what is neither a file nor a
 * directory, and links that lead out of the tree. Directories come first, and what is equal comes
 * by name; of too many names, those stay which come first by name, in the direction of `order` if
 * that is by name. Returns the status of the answer; 200, and listing_finish() is owed. */
unsigned int listing_read(struct listing *listing, int root, struct octets rest,
			  struct listing_order order);

void listing_finish(struct listing *listing);

#endif
