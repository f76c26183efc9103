/* Finds users by the hashes of their names (IHashedUsername), without looking at each. */
#ifndef CHECKERS_HASHED_NAMES_H
#define CHECKERS_HASHED_NAMES_H

#include "postern/credentials.h"

#include <stdatomic.h>

/* The names in an array of structs, which have them at the same place. */
struct names {
	const struct octets *first;
	size_t count;
	size_t step; /* bytes from one to the next: the size of the struct */
};

#define HASHED_NAMES_PLACES 64

/* The names of a table, hashed for each digest space that was asked for: a portal has one realm,
 * and each algorithm once. Zeroed, for none. */
struct hashed_names {
	struct hashed_space *_Atomic places[HASHED_NAMES_PLACES]; /* lists, by the realm */
};

/* Says whose name the credentials have the hash of, or that it is nobody's. The first look into a
 * space hashes all names for it. Any number of threads may look; the names must stay as they are.
 */
void hashed_names_identify(struct hashed_names *hashed, const struct names *names,
			   struct credentials *credentials);

void hashed_names_finish(struct hashed_names *hashed);

#endif
