/*
 * The head of the memory that SQLite shares for a store in WAL mode ('-shm'). Every commit changes
 * it, and who reads it learns, without a lock or a system call, that there was none.
 */
#ifndef CHECKERS_SQLITE_WAL_INDEX_H
#define CHECKERS_SQLITE_WAL_INDEX_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#define WAL_INDEX_HEAD 12 /* words: two copies of 48 bytes, of which the first is written last */

/* Zeroed, there is nothing to look at. */
struct sqlite_wal_index {
	const _Atomic uint64_t *shared; /* SQLite's own mapping; NULL: there is none */
	uint64_t noted[WAL_INDEX_HEAD];
};

/* Of a connection that has read, until it is closed. Nothing to look at unless the store is in WAL
 * mode, and the memory of a form that we know. */
void sqlite_wal_index_find(struct sqlite_wal_index *index, sqlite3 *db);

/* Who reads the store from now on finds all that was committed before. */
void sqlite_wal_index_note(struct sqlite_wal_index *index);

/* True: nothing was committed since it was noted. False: something may have been. */
bool sqlite_wal_index_is_same(const struct sqlite_wal_index *index);

#endif
