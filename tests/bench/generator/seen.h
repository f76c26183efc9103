/* Which nonces came already. */
#ifndef GENERATOR_SEEN_H
#define GENERATOR_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen {
	size_t slots;     /* a power of two */
	uint64_t *hashes; /* 0: free */
};

/* Room for that many. */
void seen_init(struct seen *seen, size_t most);
void seen_finish(struct seen *seen);

/* False when it was there. */
bool seen_add(struct seen *seen, const char *text, size_t length);

#endif
