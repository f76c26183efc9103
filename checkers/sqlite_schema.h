/*
 * What a store of accounts in SQLite looks like:
 *
 *   account        id, name, disabled                one row for each user
 *                  expires                           Unix seconds, indexed; NULL: never
 *   password       account, hash                     as crypt(5) writes it: for IUsernamePassword
 *   ha1            account, realm, algorithm, value  RFC 7616 section 3.4.2: IUsernameDigestHash
 *                  userhash                          section 3.4.4, indexed: for IHashedUsername
 *   account_group  account, name                     one row for each group that a user is in
 */
#ifndef CHECKERS_SQLITE_SCHEMA_H
#define CHECKERS_SQLITE_SCHEMA_H

#include "postern/error.h"

#include <sqlite3.h>
#include <stdbool.h>

/* False, with the error set, unless the file is a store of this version. */
bool sqlite_schema_check(sqlite3 *db, const char *path, struct error *error);

/* Both within the caller's transaction, where userhash() is registered: makes the tables in a file
 * that has none; brings a store of an earlier version up to this one, and then checks. False with
 * the error set. */
bool sqlite_schema_make(sqlite3 *db, const char *path, struct error *error);
bool sqlite_schema_upgrade(sqlite3 *db, const char *path, struct error *error);

/* True when the file holds no tables at all, nor the mark of another program. False also when it
 * cannot be read. */
bool sqlite_schema_is_missing(sqlite3 *db);

/* Nothing in the file may run anything from now on. False with the error set. */
bool sqlite_schema_distrust(sqlite3 *db, const char *path, struct error *error);

/* Sets the error to what SQLite says of its last failure: "cannot read 'users.db': database is
 * locked". Always false. */
bool sqlite_schema_fail(sqlite3 *db, const char *verb, const char *path, struct error *error);

#endif
