/* Lets statements hash user names: userhash(algorithm, name, realm), RFC 7616 section 3.4.4. */
#ifndef CHECKERS_SQLITE_USERHASH_H
#define CHECKERS_SQLITE_USERHASH_H

#include "postern/error.h"

#include <sqlite3.h>
#include <stdbool.h>

/* False with the error set. */
bool sqlite_userhash_register(sqlite3 *db, const char *path, struct error *error);

#endif
