/* Chooses the account whose hash stands in where a user has none that could be computed. */
#ifndef CHECKERS_STAND_IN_H
#define CHECKERS_STAND_IN_H

#include "postern/octets.h"

#include <stdint.h>

/* The choice is secret: if it went by the order of names, names that cost the same would lead to
 * the one behind which they cost something else, and that is somebody's. */
struct stand_in {
	unsigned char key[32];
};

void stand_in_init(struct stand_in *stand_in);

/* A number from 0 to `last`: always the same for a name, so that asking often tells no more than
 * asking once. When `last` grows, it changes for few names. */
uint64_t stand_in_choose(const struct stand_in *stand_in, struct octets name, uint64_t last);

#endif
