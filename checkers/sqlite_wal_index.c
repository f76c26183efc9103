/* Reads the head of a WAL index as SQLite's own readers do: byte for byte the same is no commit. */
#include "sqlite_wal_index.h"

#include <stdatomic.h>
#include <string.h>

/* https://sqlite.org/walformat.html, section 2.1 */
#define WAL_INDEX_REGION  32768 /* bytes that are mapped at a time */
#define WAL_INDEX_VERSION 3007000

static bool sqlite_wal_index_is_used(sqlite3 *db)
{
	sqlite3_stmt *statement;
	bool used;

	if (sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &statement, NULL) != SQLITE_OK)
		return false;
	used = sqlite3_step(statement) == SQLITE_ROW &&
	       sqlite3_stricmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;
	sqlite3_finalize(statement);
	return used;
}

/* A mapping of our own would be no good: to close its descriptor gives up SQLite's locks. */
static const volatile void *sqlite_wal_index_map(sqlite3 *db)
{
	volatile void *memory = NULL;
	sqlite3_file *file;

	if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
	    !file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap ||
	    file->pMethods->xShmMap(file, 0, WAL_INDEX_REGION, false, &memory) != SQLITE_OK)
		return NULL;
	return memory;
}

void sqlite_wal_index_find(struct sqlite_wal_index *index, sqlite3 *db)
{
	uint32_t version;

	index->shared = NULL;
	if (sqlite_wal_index_is_used(db))
		index->shared = (const _Atomic uint64_t *)sqlite_wal_index_map(db);
	if (!index->shared)
		return;
	sqlite_wal_index_note(index);
	memcpy(&version, index->noted, sizeof(version));
	if (version != WAL_INDEX_VERSION)
		index->shared = NULL;
}

void sqlite_wal_index_note(struct sqlite_wal_index *index)
{
	for (size_t i = 0; index->shared && i < WAL_INDEX_HEAD; i++)
		index->noted[i] = atomic_load_explicit(&index->shared[i], memory_order_acquire);
}

bool sqlite_wal_index_is_same(const struct sqlite_wal_index *index)
{
	uint64_t difference = 0;

	for (size_t i = 0; index->shared && i < WAL_INDEX_HEAD; i++)
		difference |= index->noted[i] ^
			      atomic_load_explicit(&index->shared[i], memory_order_acquire);
	return index->shared && difference == 0;
}
