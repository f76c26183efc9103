/* Stores of accounts to test with, and other programs that work on them. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include "postern/checker.h"

#include <sqlite3.h>

/* A store of that name in the scratch directory: alice (password "secret", all HA1s for "Example"
 * and one for "Other"), bob (no HA1), carol (no password), max (as alice, disabled). */
void store_fixture_make(const char *name);

/* Runs statements as another program would. */
void store_fixture_run(const char *name, const char *statements);

/* The connection of another program. */
sqlite3 *store_fixture_open(const char *name);
void store_fixture_execute(sqlite3 *db, const char *statements);

/* The first column of the first row. */
int64_t store_fixture_number(const char *name, const char *query);

/* As an administrator does it: without what the old file left. */
void store_fixture_rename(const char *from, const char *to);

#define STORE_FIXTURE_HASH "$5$rounds=1000$postern$L6QlxBnV6R19/0/aHUK/uhXb2DjbKOduARYp6Sq77o3"
#define STORE_FIXTURE_CHANGED                                                                      \
	"$5$rounds=1000$postern$sXD8ZURqDf2rjHf0f/QxcWjJnNjY2tSKTEmyPLde8G8" /* "changed" */

/* A checker and those who ask it; a checked fixture after the scratch directory's. */
void store_fixture_setup(void);
void store_fixture_teardown(void);

/* "sqlite:users.db", which is there, and which it never writes to. */
struct checker *store_fixture_checker(void);

/* May block, and each time in another turn: nothing is fresh. */
struct caller store_fixture_patient(unsigned int slot);
struct caller store_fixture_hasty(unsigned int slot);

/* Basic and Digest. `caller` by value: most are used once. */
enum verdict store_fixture_ask_password(struct checker *checker, struct caller caller,
					const char *user, const char *password,
					struct error *error);
enum verdict store_fixture_ask_digest(struct checker *checker, struct caller caller,
				      const char *user, const char *password, struct error *error);

#endif
