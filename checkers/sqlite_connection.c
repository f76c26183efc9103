/* Opens a store for one thread to read, and looks whether it changed. */
#include "sqlite_connection.h"

#include "sqlite_schema.h"

#include <string.h>

#define CONNECTION_PATIENCE 250 /* milliseconds */

/* What an interrupted writer left, the first with write access clears away: that blocks, too. */
static bool sqlite_connection_is_locked(const struct sqlite_connection *connection)
{
	int code = sqlite3_extended_errcode(connection->db);

	return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED ||
	       code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY;
}

bool sqlite_connection_fail(struct sqlite_connection *connection, const char *verb)
{
	connection->locked = sqlite_connection_is_locked(connection);
	connection->suspect = !connection->locked;
	return sqlite_schema_fail(connection->db, verb, connection->path, &connection->error);
}

bool sqlite_connection_prepare(struct sqlite_connection *connection, const char *query,
			       sqlite3_stmt **statement)
{
	if (sqlite3_prepare_v3(connection->db, query, -1, SQLITE_PREPARE_PERSISTENT, statement,
			       NULL) != SQLITE_OK)
		return sqlite_connection_fail(connection, "read");
	return true;
}

static bool sqlite_connection_read_version(struct sqlite_connection *connection, int64_t *version)
{
	bool read = sqlite3_step(connection->read_version) == SQLITE_ROW;

	if (read)
		*version = sqlite3_column_int64(connection->read_version, 0);
	else
		sqlite_connection_fail(connection, "read");
	sqlite3_reset(connection->read_version);
	return read;
}

static bool sqlite_connection_recognize(struct sqlite_connection *connection)
{
	if (!sqlite_schema_distrust(connection->db, connection->path, &connection->error) ||
	    !sqlite_schema_check(connection->db, connection->path, &connection->error)) {
		connection->locked = sqlite_connection_is_locked(connection);
		return false;
	}
	if (sqlite3_exec(connection->db, "PRAGMA query_only = 1", NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_connection_fail(connection, "open");
	return true;
}

static bool sqlite_connection_connect(struct sqlite_connection *connection, bool may_block)
{
	/* Write access is only for clearing away what an interrupted writer left. */
	int access = may_block ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;

	if (sqlite3_open_v2(connection->path, &connection->db,
			    access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL) != SQLITE_OK)
		return sqlite_connection_fail(connection, "open");
	sqlite_connection_set_patience(connection, may_block);
	return sqlite_connection_recognize(connection) &&
	       sqlite_connection_prepare(connection, "PRAGMA data_version",
					 &connection->read_version) &&
	       sqlite_connection_read_version(connection, &connection->version);
}

bool sqlite_connection_open(struct sqlite_connection *connection, bool may_block)
{
	connection->locked = false;
	connection->suspect = false;
	/* Before opening: if the file is replaced in between, the next look will notice. */
	if (!sqlite_files_find(&connection->files, connection->path, &connection->error))
		return false;
	if (!sqlite_connection_connect(connection, may_block)) {
		sqlite_connection_close(connection);
		return false;
	}
	sqlite_files_find_companions(&connection->files, connection->path);
	sqlite_wal_index_find(&connection->index, connection->db);
	return true;
}

void sqlite_connection_close(struct sqlite_connection *connection)
{
	sqlite3_finalize(connection->read_version);
	connection->read_version = NULL;
	connection->index.shared = NULL;
	sqlite3_close(connection->db);
	connection->db = NULL;
}

void sqlite_connection_set_patience(struct sqlite_connection *connection, bool may_block)
{
	if (connection->db)
		sqlite3_busy_timeout(connection->db, may_block ? CONNECTION_PATIENCE : 0);
}

/* To ask SQLite costs two system calls and a hundred times as much. */
static bool sqlite_connection_has_version(struct sqlite_connection *connection)
{
	int64_t version;

	if (sqlite_wal_index_is_same(&connection->index))
		return true;
	sqlite_wal_index_note(&connection->index);
	return sqlite_connection_read_version(connection, &version) &&
	       version == connection->version;
}

bool sqlite_connection_is_current(struct sqlite_connection *connection)
{
	connection->locked = false;
	return connection->db && !connection->suspect &&
	       sqlite_files_are_same(&connection->files, connection->path) &&
	       sqlite_connection_has_version(connection);
}

bool sqlite_connection_can_reopen(struct sqlite_connection *connection)
{
	struct sqlite_files now;

	if (connection->locked || !sqlite_files_find(&now, connection->path, &connection->error))
		return false;
	if (!connection->db || !sqlite_files_are_mixed_up(&connection->files, connection->path))
		return true;
	error_set(&connection->error,
		  "cannot open '%s': it was replaced, but the '-wal' and '-shm' beside it "
		  "were not, remove them",
		  connection->path);
	return false;
}
