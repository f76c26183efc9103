/* Finds the secrets of a user in a store. */
#ifndef CHECKERS_SQLITE_READER_H
#define CHECKERS_SQLITE_READER_H

#include "postern/credentials.h"
#include "postern/password.h"
#include "sqlite_connection.h"

enum reader_finding {
	READER_FINDING_FAILED = -1, /* cannot tell: the connection says why */
	READER_FINDING_NO_USER = 0,
	READER_FINDING_DISABLED, /* the secret is there all the same, if there is one to use */
	READER_FINDING_NO_SECRET,
	READER_FINDING_UNUSABLE, /* the row holds something else */
	READER_FINDING_SECRET,
};

struct reader_secret {
	size_t length; /* 0: there is none */
	char bytes[PASSWORD_HASH_MAX];
};

struct sqlite_reader {
	struct sqlite_connection connection;
	sqlite3_stmt *find_password;
	sqlite3_stmt *find_ha1;
	sqlite3_stmt *find_name;
};

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
						struct reader_secret *secret);
enum reader_finding sqlite_reader_find_ha1(struct sqlite_reader *reader, struct octets name,
					   const struct digest_space *space,
					   struct reader_secret *secret);

/* By its hash in that space. A name is no secret, but is found like one. */
enum reader_finding sqlite_reader_find_name(struct sqlite_reader *reader, struct octets userhash,
					    const struct digest_space *space,
					    struct reader_secret *name);

#endif
