/* In which order a directory shows what is in it. */
#ifndef REALMS_LISTING_ORDER_H
#define REALMS_LISTING_ORDER_H

#include "postern/octets.h"

#include <stdint.h>
#include <time.h>

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

/* "sort=name|size|time&order=asc|desc"; by name, ascending, unless the query says else. */
struct listing_order listing_order_from(struct octets query);

/* For qsort_r(), with the order: directories come first, and what is equal comes by name. */
int listing_order_compare(const void *one, const void *other, void *order);

#endif
