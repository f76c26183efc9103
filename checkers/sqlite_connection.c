/* Opens a store for one thread to read, and looks whether it changed. */
#include "sqlite_connection.h"

#include "look.h"
#include "sqlite_schema.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

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

static bool sqlite_connection_stat(struct sqlite_connection *connection, struct stat *status)
{
	int error = stat(connection->path, status) == 0 ? 0 : errno;

	if (error == 0 && S_ISREG(status->st_mode))
		return true;
	connection->locked = false;
	error_set(&connection->error, "cannot open '%s': %s", connection->path,
		  error != 0 ? strerror(error) : "not a regular file");
	return false;
}

/* The inodes; 0 for what is not there. */
static void sqlite_connection_find_companions(const struct sqlite_connection *connection,
					      ino_t companions[static CONNECTION_COMPANIONS])
{
	static const char *const suffixes[CONNECTION_COMPANIONS] = {"-wal", "-shm"};
	char path[PATH_MAX + sizeof("-wal")];
	struct stat status;

	for (size_t i = 0; i < CONNECTION_COMPANIONS; i++) {
		snprintf(path, sizeof(path), "%s%s", connection->path, suffixes[i]);
		companions[i] = stat(path, &status) == 0 ? status.st_ino : 0;
	}
}

bool sqlite_connection_open(struct sqlite_connection *connection, bool may_block)
{
	struct stat status;

	connection->locked = false;
	connection->suspect = false;
	/* Before opening: if the file is replaced in between, the next look will notice. */
	if (!sqlite_connection_stat(connection, &status))
		return false;
	connection->status = status;
	if (!sqlite_connection_connect(connection, may_block)) {
		sqlite_connection_close(connection);
		return false;
	}
	sqlite_connection_find_companions(connection, connection->companions);
	return true;
}

void sqlite_connection_close(struct sqlite_connection *connection)
{
	sqlite3_finalize(connection->read_version);
	connection->read_version = NULL;
	sqlite3_close(connection->db);
	connection->db = NULL;
}

void sqlite_connection_set_patience(struct sqlite_connection *connection, bool may_block)
{
	if (connection->db)
		sqlite3_busy_timeout(connection->db, may_block ? CONNECTION_PATIENCE : 0);
}

static bool sqlite_connection_is_same(const struct sqlite_connection *connection,
				      const struct stat *status)
{
	return status->st_dev == connection->status.st_dev &&
	       status->st_ino == connection->status.st_ino;
}

/* Whoever reads from a log that was removed never sees what is written to the new one. */
static bool sqlite_connection_has_companions(const struct sqlite_connection *connection)
{
	ino_t companions[CONNECTION_COMPANIONS];

	sqlite_connection_find_companions(connection, companions);
	return memcmp(companions, connection->companions, sizeof(companions)) == 0;
}

bool sqlite_connection_is_current(struct sqlite_connection *connection)
{
	struct stat status;
	int64_t version;

	connection->locked = false;
	return connection->db && !connection->suspect && stat(connection->path, &status) == 0 &&
	       look_is_same_file(&status, &connection->status) &&
	       sqlite_connection_has_companions(connection) &&
	       sqlite_connection_read_version(connection, &version) &&
	       version == connection->version;
}

/* SQLite would take the log for the new file's, and mix the two. */
static bool sqlite_connection_is_mixed_up(const struct sqlite_connection *connection)
{
	ino_t companions[CONNECTION_COMPANIONS];

	sqlite_connection_find_companions(connection, companions);
	for (size_t i = 0; i < CONNECTION_COMPANIONS; i++) {
		if (companions[i] != 0 && companions[i] == connection->companions[i])
			return true;
	}
	return false;
}

bool sqlite_connection_can_reopen(struct sqlite_connection *connection)
{
	struct stat status;

	if (connection->locked || !sqlite_connection_stat(connection, &status))
		return false;
	if (connection->db && !sqlite_connection_is_same(connection, &status) &&
	    sqlite_connection_is_mixed_up(connection)) {
		error_set(&connection->error,
			  "cannot open '%s': it was replaced, but the '-wal' and '-shm' beside it "
			  "were not, remove them",
			  connection->path);
		return false;
	}
	return true;
}
