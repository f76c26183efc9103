/* Makes the tables of a store of accounts, and tells a store from other files. */
#include "sqlite_schema.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* In the header of the file: file(1) and other programs know it by them. */
#define SCHEMA_APPLICATION_ID 1886614638 /* "pstn" */
#define SCHEMA_VERSION        3

#define SCHEMA_TEXT(number)         #number
#define SCHEMA_PRAGMA(name, number) "PRAGMA " name " = " SCHEMA_TEXT(number) ";"

/* AUTOINCREMENT: an id never comes back, so that secrets which were left behind (a client of SQLite
 * enforces foreign keys only when it asks for that) never become those of another account. */
static const char sqlite_schema_version_1[] =
	"CREATE TABLE account ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" name TEXT NOT NULL UNIQUE CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 255),"
	" disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1))"
	") STRICT;"
	"CREATE TABLE password ("
	" account INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,"
	" hash TEXT NOT NULL CHECK (length(hash) BETWEEN 1 AND 383)"
	") STRICT;"
	"CREATE TABLE ha1 ("
	" account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,"
	" realm TEXT NOT NULL,"
	" algorithm TEXT NOT NULL CHECK (algorithm IN ('MD5', 'SHA-256', 'SHA-512-256')),"
	" value BLOB NOT NULL CHECK (length(value) = iif(algorithm = 'MD5', 16, 32)),"
	" PRIMARY KEY (account, realm, algorithm)"
	") STRICT, WITHOUT ROWID;" SCHEMA_PRAGMA("application_id", SCHEMA_APPLICATION_ID);

/* Users whose names come hashed. Not unique: what a deleted account left behind may have the name
 * of one that was made anew. Whoever renames an account, the hash of its old name leads there no
 * more.
 */
static const char sqlite_schema_version_2[] =
	"ALTER TABLE ha1 ADD COLUMN userhash BLOB;"
	"UPDATE ha1 SET userhash = userhash(algorithm,"
	" (SELECT name FROM account WHERE account.id = ha1.account), realm);"
	"CREATE INDEX ha1_userhash ON ha1 (userhash);"
	"CREATE TRIGGER account_renamed AFTER UPDATE OF name ON account BEGIN"
	" UPDATE ha1 SET userhash = NULL WHERE account = NEW.id;"
	"END;" SCHEMA_PRAGMA("user_version", 2);

/* The index is for the next moment at which an account expires: few ever do. */
static const char sqlite_schema_version_3[] =
	"ALTER TABLE account ADD COLUMN expires INTEGER;"
	"CREATE INDEX account_expires ON account (expires) WHERE expires IS NOT NULL;"
	"CREATE TABLE account_group ("
	" account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,"
	" name TEXT NOT NULL CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 255"
	" AND instr(CAST(name AS BLOB), x'00') = 0),"
	" PRIMARY KEY (account, name)"
	") STRICT, WITHOUT ROWID;" SCHEMA_PRAGMA("user_version", SCHEMA_VERSION);

/* Each brings a store of the version before up to its own; the first one, an empty file. */
static const char *const sqlite_schema_steps[SCHEMA_VERSION] = {
	sqlite_schema_version_1,
	sqlite_schema_version_2,
	sqlite_schema_version_3,
};

/* What SQLite says is not enough where another file than that one is meant. */
static const char *sqlite_schema_reason(sqlite3 *db)
{
	int system_error = sqlite3_system_errno(db);

	switch (sqlite3_extended_errcode(db)) {
	case SQLITE_NOMEM:
		abort();
	case SQLITE_READONLY_DIRECTORY:
	case SQLITE_READONLY_CANTINIT:
	case SQLITE_READONLY_CANTLOCK:
		return "in WAL mode, it needs '-wal' and '-shm' beside it, which cannot be made";
	case SQLITE_READONLY_ROLLBACK:
		return "a writer was interrupted, and only who may write can clean up";
	default:
		break;
	}
	if ((sqlite3_errcode(db) & 0xff) == SQLITE_CANTOPEN && system_error != 0)
		return strerror(system_error);
	return sqlite3_errmsg(db);
}

bool sqlite_schema_fail(sqlite3 *db, const char *verb, const char *path, struct error *error)
{
	error_set(error, "cannot %s '%s': %s", verb, path, sqlite_schema_reason(db));
	return false;
}

bool sqlite_schema_distrust(sqlite3 *db, const char *path, struct error *error)
{
	if (sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
	    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK &&
	    sqlite3_exec(db, "PRAGMA cell_size_check = 1", NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return sqlite_schema_fail(db, "open", path, error);
}

static bool sqlite_schema_number(sqlite3 *db, const char *query, int64_t *number)
{
	sqlite3_stmt *statement;
	bool found;

	if (sqlite3_prepare_v2(db, query, -1, &statement, NULL) != SQLITE_OK)
		return false;
	found = sqlite3_step(statement) == SQLITE_ROW;
	if (found)
		*number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return found;
}

bool sqlite_schema_is_missing(sqlite3 *db)
{
	int64_t application_id, tables;

	return sqlite_schema_number(db, "PRAGMA application_id", &application_id) &&
	       application_id == 0 &&
	       sqlite_schema_number(db, "SELECT count(*) FROM sqlite_schema", &tables) &&
	       tables == 0;
}

static bool sqlite_schema_is_earlier(int64_t application_id, int64_t version)
{
	return application_id == SCHEMA_APPLICATION_ID && version >= 1 && version < SCHEMA_VERSION;
}

bool sqlite_schema_check(sqlite3 *db, const char *path, struct error *error)
{
	int64_t application_id, version;

	if (!sqlite_schema_number(db, "PRAGMA application_id", &application_id) ||
	    !sqlite_schema_number(db, "PRAGMA user_version", &version))
		return sqlite_schema_fail(db, "read", path, error);
	if (application_id == SCHEMA_APPLICATION_ID && version == SCHEMA_VERSION)
		return true;
	if (application_id == SCHEMA_APPLICATION_ID)
		error_set(error, "cannot use '%s': it has version %lld, and not %d%s", path,
			  (long long)version, SCHEMA_VERSION,
			  sqlite_schema_is_earlier(application_id, version)
				  ? " (the next 'postern user add' to it changes that)"
				  : "");
	else if (sqlite_schema_is_missing(db))
		error_set(error, "cannot use '%s': it is empty", path);
	else
		error_set(error, "cannot use '%s': it is not a store of accounts", path);
	return false;
}

static bool sqlite_schema_step_from(sqlite3 *db, int64_t version, const char *path,
				    struct error *error)
{
	for (int64_t i = version; i < SCHEMA_VERSION; i++) {
		if (sqlite3_exec(db, sqlite_schema_steps[i], NULL, NULL, NULL) != SQLITE_OK)
			return sqlite_schema_fail(db, "write", path, error);
	}
	return true;
}

bool sqlite_schema_make(sqlite3 *db, const char *path, struct error *error)
{
	return sqlite_schema_step_from(db, 0, path, error);
}

bool sqlite_schema_upgrade(sqlite3 *db, const char *path, struct error *error)
{
	int64_t application_id, version;

	if (sqlite_schema_number(db, "PRAGMA application_id", &application_id) &&
	    sqlite_schema_number(db, "PRAGMA user_version", &version) &&
	    sqlite_schema_is_earlier(application_id, version))
		return sqlite_schema_step_from(db, version, path, error);
	return sqlite_schema_check(db, path, error);
}
