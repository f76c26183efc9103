/* Replaces an outdated hash of a password, at the one moment at which the password is there. */
#ifndef CHECKERS_SQLITE_REHASH_H
#define CHECKERS_SQLITE_REHASH_H

#include "sqlite_connection.h"
#include "sqlite_row.h"

/* After a login that was right. Blocks for a hash, and for whoever writes. The account keeps the
 * hash that another program has given it meanwhile. False, with the error set, when the store
 * cannot be written; not when it only is busy, the next login will do. */
bool sqlite_rehash(struct sqlite_connection *connection, struct octets name, struct octets password,
		   const struct reader_secret *old, struct password_budget *budget,
		   struct error *error);

#endif
