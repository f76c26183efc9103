/* Octets, whatever bytes they are, as parameters and as columns of a statement. */
#ifndef CHECKERS_SQLITE_OCTETS_H
#define CHECKERS_SQLITE_OCTETS_H

#include "postern/octets.h"

#include <sqlite3.h>

/* Borrowed until the statement is reset. */
static inline void sqlite_bind_text(sqlite3_stmt *statement, int index, struct octets text)
{
	sqlite3_bind_text(statement, index, text.data, (int)text.length, SQLITE_STATIC);
}

/* Both borrowed until the next step. Absent (data NULL) when it is NULL, or an empty blob. */

/* What is no text becomes one. */
static inline struct octets sqlite_column_text(sqlite3_stmt *row, int column)
{
	/* The length is known once it is a text. */
	const unsigned char *text = sqlite3_column_text(row, column);

	return (struct octets){(const char *)text, (size_t)sqlite3_column_bytes(row, column)};
}

/* As it stands there, a text, too. */
static inline struct octets sqlite_column_blob(sqlite3_stmt *row, int column)
{
	const void *bytes = sqlite3_column_blob(row, column);

	return (struct octets){bytes, (size_t)sqlite3_column_bytes(row, column)};
}

#endif
