/* A store in an SQLite file that is open, and what is done with it, one statement at a time. */
#ifndef CHECKERS_SQLITE_STORE_H
#define CHECKERS_SQLITE_STORE_H

#include "postern/store.h"

#include <sqlite3.h>

/* Each is prepared when it is first needed, and kept. */
enum sqlite_query {
	SQLITE_QUERY_FIND,
	SQLITE_QUERY_FIND_NEXT,
	SQLITE_QUERY_ADD_ACCOUNT,
	SQLITE_QUERY_CHANGE_ACCOUNT,
	SQLITE_QUERY_REMOVE_ACCOUNT,
	SQLITE_QUERY_REMOVE_PASSWORD,
	SQLITE_QUERY_REMOVE_HA1S,
	SQLITE_QUERY_REMOVE_GROUPS,
	SQLITE_QUERY_ADD_PASSWORD,
	SQLITE_QUERY_ADD_HA1,
	SQLITE_QUERY_ADD_GROUP,
	SQLITE_QUERY_COUNT,
};

extern const char *const sqlite_queries[SQLITE_QUERY_COUNT];

struct sqlite_store {
	struct store base;
	sqlite3 *db;
	sqlite3_stmt *statements[SQLITE_QUERY_COUNT];
	char path[PATH_MAX];
};

struct sqlite_store *sqlite_store_from(struct store *store);

/* Sets the error to what SQLite says. Always false. */
bool sqlite_store_fail(struct sqlite_store *store, const char *verb, struct error *error);

/* NULL, which SQLite's functions take and then fail on, when it cannot be prepared. */
sqlite3_stmt *sqlite_store_statement(struct sqlite_store *store, enum sqlite_query query);

/* Resets the statement and forgets what was bound. */
void sqlite_store_done(sqlite3_stmt *statement);

/* Runs a statement that has no rows. False with the error set. */
bool sqlite_store_write(struct sqlite_store *store, sqlite3_stmt *statement, struct error *error);

/* See struct store_type: what reads, and what writes. */
enum store_finding sqlite_store_find(struct store *store, struct octets name, struct arena *arena,
				     struct stored_account *account, struct error *error);
enum store_finding sqlite_store_find_next(struct store *store, struct octets name,
					  struct arena *arena, struct stored_account *account,
					  struct error *error);
bool sqlite_store_add(struct store *store, const struct stored_account *account,
		      struct error *error);
bool sqlite_store_change(struct store *store, const struct stored_account *account,
			 struct error *error);
bool sqlite_store_remove(struct store *store, struct octets name, struct error *error);

#endif
