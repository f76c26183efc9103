/* Keeps accounts in an SQLite file, which it makes when there is none. */
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/store.h"
#include "sqlite_bind.h"
#include "sqlite_schema.h"
#include "sqlite_userhash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STORE_WAIT 5000 /* milliseconds for another writer to finish */

struct sqlite_store {
	struct store base;
	sqlite3 *db;
	char path[PATH_MAX];
};

static struct sqlite_store *sqlite_store_from(struct store *store)
{
	return container_of(store, struct sqlite_store, base);
}

static bool sqlite_store_run(struct sqlite_store *store, const char *statements,
			     struct error *error)
{
	if (sqlite3_exec(store->db, statements, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_schema_fail(store->db, "write", store->path, error);
	return true;
}

/* Commits if all went well, else takes everything back. */
static bool sqlite_store_end(struct sqlite_store *store, bool well, struct error *error)
{
	well = well && sqlite_store_run(store, "COMMIT", error);
	if (!well)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return well;
}

/* SQLite would let everybody read a file that it makes. */
static bool sqlite_store_make_file(const char *path, struct error *error)
{
	int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (descriptor >= 0) {
		close(descriptor);
	} else if (errno != EEXIST) {
		error_set(error, "cannot make '%s': %s", path, strerror(errno));
		return false;
	}
	return true;
}

static bool sqlite_store_connect(struct sqlite_store *store, struct error *error)
{
	if (sqlite3_open_v2(store->path, &store->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL) != SQLITE_OK)
		return sqlite_schema_fail(store->db, "open", store->path, error);
	sqlite3_busy_timeout(store->db, STORE_WAIT);
	return sqlite_schema_distrust(store->db, store->path, error) &&
	       sqlite_userhash_register(store->db, store->path, error) &&
	       sqlite_store_run(store, "PRAGMA foreign_keys = 1; PRAGMA synchronous = FULL", error);
}

/* In one transaction, so that two who make the same store do not meet. */
static bool sqlite_store_prepare(struct sqlite_store *store, struct error *error)
{
	bool fresh = sqlite_schema_is_missing(store->db);
	bool well;

	if ((fresh && !sqlite_store_run(store, "PRAGMA journal_mode = WAL", error)) ||
	    !sqlite_store_run(store, "BEGIN IMMEDIATE", error))
		return false;
	if (sqlite_schema_is_missing(store->db))
		well = sqlite_schema_make(store->db, store->path, error);
	else
		well = sqlite_schema_upgrade(store->db, store->path, error);
	return sqlite_store_end(store, well, error);
}

static void sqlite_store_close(struct store *base)
{
	struct sqlite_store *store = sqlite_store_from(base);

	sqlite3_close(store->db);
	free(store);
}

static struct store *sqlite_store_open(struct arguments *arguments, struct error *error)
{
	struct sqlite_store *store = memory_take(1, sizeof(*store));

	if (arguments_next_path(arguments, store->path, error) &&
	    sqlite_store_make_file(store->path, error) && sqlite_store_connect(store, error) &&
	    sqlite_store_prepare(store, error))
		return &store->base;
	sqlite_store_close(&store->base);
	return NULL;
}

/* Finalizes the statement. */
static bool sqlite_store_insert(struct sqlite_store *store, sqlite3_stmt *statement,
				struct error *error)
{
	bool inserted = sqlite3_step(statement) == SQLITE_DONE;

	sqlite3_finalize(statement);
	return inserted || sqlite_schema_fail(store->db, "write", store->path, error);
}

/* NULL, which every function takes and then fails on, when it cannot be prepared. */
static sqlite3_stmt *sqlite_store_statement(struct sqlite_store *store, const char *query)
{
	sqlite3_stmt *statement;

	sqlite3_prepare_v2(store->db, query, -1, &statement, NULL);
	return statement;
}

static bool sqlite_store_add_name(struct sqlite_store *store, struct octets name,
				  struct error *error)
{
	sqlite3_stmt *insert =
		sqlite_store_statement(store, "INSERT INTO account (name) VALUES (?1)");

	sqlite_bind_text(insert, 1, name);
	if (sqlite_store_insert(store, insert, error))
		return true;
	if (sqlite3_extended_errcode(store->db) == SQLITE_CONSTRAINT_UNIQUE)
		error_set(error, "account '%.*s' exists already", (int)name.length, name.data);
	return false;
}

static bool sqlite_store_add_password(struct sqlite_store *store, int64_t account,
				      struct octets hash, struct error *error)
{
	sqlite3_stmt *insert = sqlite_store_statement(
		store, "INSERT INTO password (account, hash) VALUES (?1, ?2)");

	sqlite3_bind_int64(insert, 1, account);
	sqlite_bind_text(insert, 2, hash);
	return sqlite_store_insert(store, insert, error);
}

static bool sqlite_store_add_ha1(struct sqlite_store *store, int64_t account,
				 const struct stored_ha1 *ha1, struct error *error)
{
	static const char query[] =
		"INSERT INTO ha1 (account, realm, algorithm, value, userhash)"
		" SELECT id, ?2, ?3, ?4, userhash(?3, name, ?2) FROM account WHERE id = ?1";
	sqlite3_stmt *insert = sqlite_store_statement(store, query);

	sqlite3_bind_int64(insert, 1, account);
	sqlite_bind_text(insert, 2, ha1->realm);
	sqlite_bind_text(insert, 3, octets_from(digest_algorithm_name(ha1->algorithm)));
	sqlite3_bind_blob(insert, 4, ha1->value, (int)digest_algorithm_size(ha1->algorithm),
			  SQLITE_STATIC);
	return sqlite_store_insert(store, insert, error);
}

static bool sqlite_store_add_all(struct sqlite_store *store, const struct stored_account *account,
				 struct error *error)
{
	int64_t id;

	if (!sqlite_store_add_name(store, account->name, error))
		return false;
	id = sqlite3_last_insert_rowid(store->db);
	if (account->password_hash.data &&
	    !sqlite_store_add_password(store, id, account->password_hash, error))
		return false;
	for (size_t i = 0; i < account->ha1_count; i++) {
		if (!sqlite_store_add_ha1(store, id, &account->ha1s[i], error))
			return false;
	}
	return true;
}

static bool sqlite_store_add(struct store *base, const struct stored_account *account,
			     struct error *error)
{
	struct sqlite_store *store = sqlite_store_from(base);

	if (!sqlite_store_run(store, "BEGIN IMMEDIATE", error))
		return false;
	return sqlite_store_end(store, sqlite_store_add_all(store, account, error), error);
}

const struct store_type store_sqlite = {
	.base = {.name = "sqlite", .usage = "PATH", .summary = "accounts in an SQLite file"},
	.open = sqlite_store_open,
	.add = sqlite_store_add,
	.close = sqlite_store_close,
};
