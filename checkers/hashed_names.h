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

/* The names of a table hashed for one digest space, and those for the others behind it: a portal
 * has one realm, and each algorithm once. */
struct hashed_names;

/* Says whose name the credentials have the hash of, or that it is nobody's. The first look into a
 * space hashes all names for it. Any number of threads may look; the names must stay as they are.
 */
void hashed_names_identify(struct hashed_names *_Atomic *first, const struct names *names,
			   struct credentials *credentials);

/* NULL is fine. */
void hashed_names_destroy(struct hashed_names *first);

#endif
