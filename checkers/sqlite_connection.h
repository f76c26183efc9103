/* A connection that reads a store, and notices when that was changed or replaced. */
#ifndef CHECKERS_SQLITE_CONNECTION_H
#define CHECKERS_SQLITE_CONNECTION_H

#include "postern/error.h"
#include "sqlite_files.h"
#include "sqlite_wal_index.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* Zeroed, with a path, it is closed. */
struct sqlite_connection {
	const char *path; /* borrowed */
	sqlite3 *db;      /* NULL: not open */

	struct error error; /* of the last failure */
	bool locked;        /* it passes by itself, and waiting may help */
	bool suspect;       /* it does not */

	/* What was opened, and the version of the data. */
	struct sqlite_files files;
	int64_t version;
	struct sqlite_wal_index index;
	sqlite3_stmt *read_version;
};

/* False, with connection->error set, unless the file at the path is a store. */
bool sqlite_connection_open(struct sqlite_connection *connection, bool may_block);

/* After the statements are finalized. Closed already is fine. */
void sqlite_connection_close(struct sqlite_connection *connection);

/* How long to wait for locks from now on: not at all, unless it may block. */
void sqlite_connection_set_patience(struct sqlite_connection *connection, bool may_block);

/* False: the file at the path may not be the one, or not have the content, that it had when it was
 * opened; open it anew. */
bool sqlite_connection_is_current(struct sqlite_connection *connection);

/* False, with connection->error set, when there is no file at the path, or another one beside the
 * log of the one that is open. The open one then has to stay open: it tells whose log that is. */
bool sqlite_connection_can_reopen(struct sqlite_connection *connection);

bool sqlite_connection_prepare(struct sqlite_connection *connection, const char *query,
			       sqlite3_stmt **statement);

/* Notes why SQLite failed. Always false. */
bool sqlite_connection_fail(struct sqlite_connection *connection, const char *verb);

#endif
