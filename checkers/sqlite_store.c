/* Keeps accounts in an SQLite file, which it makes when there is none. */
#include "sqlite_store.h"

#include "postern/container.h"
#include "postern/memory.h"
#include "sqlite_schema.h"
#include "sqlite_userhash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE_WAIT  5000 /* milliseconds for another writer to finish */
#define STORE_PAUSE 10   /* milliseconds between two tries, where SQLite does not wait itself */

struct sqlite_store *sqlite_store_from(struct store *store)
{
	return container_of(store, struct sqlite_store, base);
}

bool sqlite_store_fail(struct sqlite_store *store, const char *verb, struct error *error)
{
	return sqlite_schema_fail(store->db, verb, store->path, error);
}

sqlite3_stmt *sqlite_store_statement(struct sqlite_store *store, enum sqlite_query query)
{
	if (!store->statements[query])
		sqlite3_prepare_v3(store->db, sqlite_queries[query], -1, SQLITE_PREPARE_PERSISTENT,
				   &store->statements[query], NULL);
	return store->statements[query];
}

void sqlite_store_done(sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	if (statement)
		sqlite3_clear_bindings(statement);
}

bool sqlite_store_write(struct sqlite_store *store, sqlite3_stmt *statement, struct error *error)
{
	bool written = sqlite3_step(statement) == SQLITE_DONE;

	if (!written)
		sqlite_store_fail(store, "write", error);
	sqlite_store_done(statement);
	return written;
}

static bool sqlite_store_run(struct sqlite_store *store, const char *statements,
			     struct error *error)
{
	if (sqlite3_exec(store->db, statements, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_store_fail(store, "write", error);
	return true;
}

static bool sqlite_store_begin(struct store *base, struct error *error)
{
	return sqlite_store_run(sqlite_store_from(base), "BEGIN IMMEDIATE", error);
}

/* What is not kept, and what cannot be, is taken back. */
static bool sqlite_store_end(struct store *base, bool keep, struct error *error)
{
	struct sqlite_store *store = sqlite_store_from(base);
	bool kept = keep && sqlite_store_run(store, "COMMIT", error);

	if (!kept)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return kept;
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

static bool sqlite_store_connect(struct sqlite_store *store, enum store_use use,
				 struct error *error)
{
	int access = use == STORE_USE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

	if (sqlite3_open_v2(store->path, &store->db,
			    access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL) != SQLITE_OK)
		return sqlite_store_fail(store, "open", error);
	sqlite3_busy_timeout(store->db, STORE_WAIT);
	return sqlite_schema_distrust(store->db, store->path, error) &&
	       sqlite_userhash_register(store->db, store->path, error) &&
	       sqlite_store_run(store, "PRAGMA foreign_keys = 1; PRAGMA synchronous = FULL", error);
}

/* The file was there before, and empty: its maker did not know what it would hold. */
static bool sqlite_store_is_private(const struct sqlite_store *store, struct error *error)
{
	struct stat status;

	if (stat(store->path, &status) == 0 && (status.st_mode & S_IRWXO) == 0)
		return true;
	error_set(error, "cannot make a store of '%s': it is open to others", store->path);
	error_advise(error, "chmod o-rwx '%s'", store->path);
	return false;
}

/* Two who read a file and want it for themselves would wait for each other for ever: one of them
 * SQLite does not let wait, whatever the timeout. */
static bool sqlite_store_choose_wal(struct sqlite_store *store, struct error *error)
{
	int code = SQLITE_BUSY;

	sqlite3_busy_timeout(store->db, 0);
	for (int waited = 0; (code & 0xff) == SQLITE_BUSY && waited < STORE_WAIT;
	     waited += sqlite3_sleep(STORE_PAUSE))
		code = sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	sqlite3_busy_timeout(store->db, STORE_WAIT);
	return code == SQLITE_OK || sqlite_store_fail(store, "write", error);
}

/* In one transaction, so that two who make the same store do not meet. */
static bool sqlite_store_prepare(struct sqlite_store *store, enum store_use use,
				 struct error *error)
{
	bool fresh = use == STORE_USE_MAKE && sqlite_schema_is_missing(store->db);
	bool well;

	if (use == STORE_USE_READ)
		return sqlite_schema_check(store->db, store->path, error);
	if (fresh && !sqlite_store_is_private(store, error))
		return false;
	if ((fresh && !sqlite_store_choose_wal(store, error)) ||
	    !sqlite_store_begin(&store->base, error))
		return false;
	if (fresh && sqlite_schema_is_missing(store->db))
		well = sqlite_schema_make(store->db, store->path, error);
	else
		well = sqlite_schema_upgrade(store->db, store->path, error);
	return sqlite_store_end(&store->base, well, error);
}

static void sqlite_store_close(struct store *base)
{
	struct sqlite_store *store = sqlite_store_from(base);

	for (size_t i = 0; i < SQLITE_QUERY_COUNT; i++)
		sqlite3_finalize(store->statements[i]);
	sqlite3_close(store->db);
	free(store);
}

/* False, with the error set, when there should be one and is none. */
static bool sqlite_store_find_file(const char *path, enum store_use use, struct error *error)
{
	if (use == STORE_USE_MAKE)
		return sqlite_store_make_file(path, error);
	if (access(path, R_OK) == 0)
		return true;
	error_set_no_input(error, "cannot open '%s': %s", path, strerror(errno));
	return false;
}

static struct store *sqlite_store_open(struct arguments *arguments, enum store_use use,
				       struct error *error)
{
	struct sqlite_store *store = memory_take(1, sizeof(*store));

	if (arguments_next_path(arguments, store->path, error) &&
	    sqlite_store_find_file(store->path, use, error) &&
	    sqlite_store_connect(store, use, error) && sqlite_store_prepare(store, use, error))
		return &store->base;
	sqlite_store_close(&store->base);
	return NULL;
}

const struct store_type store_sqlite = {
	.base = {.name = "sqlite", .usage = "PATH", .summary = "accounts in an SQLite file"},
	.open = sqlite_store_open,
	.find = sqlite_store_find,
	.find_next = sqlite_store_find_next,
	.begin = sqlite_store_begin,
	.end = sqlite_store_end,
	.add = sqlite_store_add,
	.change = sqlite_store_change,
	.remove = sqlite_store_remove,
	.close = sqlite_store_close,
};
