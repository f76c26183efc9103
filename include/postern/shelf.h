/* A shelf holds what a loop keeps for all realms together, within one bound of memory. */
#ifndef POSTERN_SHELF_H
#define POSTERN_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHELF_PLACES 4096
#define SHELF_BYTES  ((size_t)8 << 20) /* of all that stands there */

/* What a request brings along; used by the thread that answers it, and by no other. */
struct shelf;

/* One thing on it. Who keeps something embeds it in a struct of its own. */
struct shelf_item {
	/* A random number that nobody else has: it stays true when the memory of whoever kept
	 * something has become another's. What nobody asks for any more has to make room. */
	uint64_t owner;
	uint64_t hash;
	size_t bytes; /* of memory that it takes */

	/* The shelf calls it at any time; when the owner has gone, too. */
	void (*destroy)(struct shelf_item *item);
};

/* NULL when nothing of that owner with that hash stands there; always without a shelf. Valid until
 * something is put there or dropped. */
struct shelf_item *shelf_find(struct shelf *shelf, uint64_t owner, uint64_t hash);

/* Whether what was not found is worth a place: when it was asked for before, and nothing else since
 * that has the same place, found there or not. The first time it never is, so that who asks for
 * much, and for each of it once, throws out nothing. Never without a shelf. Once for each request.
 */
bool shelf_wants(struct shelf *shelf, uint64_t owner, uint64_t hash);

/* Takes ownership. What stood in its place has to go, and of the rest as much as needs be: last,
 * what its place was asked for since it would have had to go before. It is not larger than the
 * shelf. */
void shelf_put(struct shelf *shelf, struct shelf_item *item);

/* Destroys what was found there. */
void shelf_drop(struct shelf *shelf, struct shelf_item *item);

#endif
