/* Finds the secrets of a user in a store. */
#ifndef CHECKERS_SQLITE_READER_H
#define CHECKERS_SQLITE_READER_H

#include "postern/credentials.h"
#include "sqlite_connection.h"
#include "sqlite_row.h"

struct sqlite_reader {
	struct sqlite_connection connection;
	int64_t now; /* Unix seconds: set by who asks, before opening and before looking up */
	/* What was found stays true from `since` until then, unless the store is changed. */
	int64_t since;
	int64_t until;
	sqlite3_stmt *find_password;
	sqlite3_stmt *find_ha1;
	sqlite3_stmt *find_name;
};

/* The clock that accounts expire by. */
int64_t sqlite_reader_clock(void);

/* False with reader->connection.error set. */
bool sqlite_reader_open(struct sqlite_reader *reader, bool may_block);

/* Closed already is fine. */
void sqlite_reader_close(struct sqlite_reader *reader);

/* Opens a reader and closes it: a connection must not live through the fork of a daemon. False with
 * the error set, which says how to make a store that is not there, and that one in a new directory
 * takes a restart. */
bool sqlite_reader_try(const char *path, struct error *error);

/* The reader is open. The caller wipes the secret. */
enum reader_finding sqlite_reader_find_password(struct sqlite_reader *reader, struct octets name,
						struct reader_row *row);
enum reader_finding sqlite_reader_find_ha1(struct sqlite_reader *reader, struct octets name,
					   const struct digest_space *space,
					   struct reader_row *row);

/* By its hash in that space. A name is no secret, but is found like one; without groups. */
enum reader_finding sqlite_reader_find_name(struct sqlite_reader *reader, struct octets userhash,
					    const struct digest_space *space,
					    struct reader_row *row);

#endif
