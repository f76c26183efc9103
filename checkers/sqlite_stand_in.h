/* Finds somebody's hash for a user of the store who has none. */
#ifndef CHECKERS_SQLITE_STAND_IN_H
#define CHECKERS_SQLITE_STAND_IN_H

#include "sqlite_connection.h"
#include "sqlite_row.h"
#include "stand_in.h"

/* Looks at a few accounts, however many there are. Without a secret when none of them has a hash
 * that can be computed, or the store cannot be read. The caller wipes it. */
void sqlite_stand_in_find(struct sqlite_connection *connection, const struct stand_in *stand_in,
			  struct octets name, struct reader_secret *secret);

#endif
