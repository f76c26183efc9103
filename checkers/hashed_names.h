/* Finds accounts by the hashes of their names (IHashedUsername), without looking at each. */
#ifndef CHECKERS_HASHED_NAMES_H
#define CHECKERS_HASHED_NAMES_H

#include "accounts.h"

#include <stdatomic.h>

/* The names of a table hashed for one digest space, and those for the others behind it: a portal
 * has one realm, and each algorithm once. */
struct hashed_names;

/* The first look into a space hashes all names for it. Any number of threads may look; the accounts
 * must stay as they are. NULL: nobody's name has that hash. */
const struct account *hashed_names_find(struct hashed_names *_Atomic *first,
					const struct account *accounts, size_t count,
					const struct digest_space *space, struct octets hash);

/* NULL is fine. */
void hashed_names_destroy(struct hashed_names *first);

#endif
