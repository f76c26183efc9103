/* Binds octets, whatever bytes they are, to a parameter of a statement. */
#ifndef CHECKERS_SQLITE_BIND_H
#define CHECKERS_SQLITE_BIND_H

#include "postern/octets.h"

#include <sqlite3.h>

/* Borrowed until the statement is reset. */
static inline void sqlite_bind_text(sqlite3_stmt *statement, int index, struct octets text)
{
	sqlite3_bind_text(statement, index, text.data, (int)text.length, SQLITE_STATIC);
}

#endif
