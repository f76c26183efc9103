/* What a store has of one user, for one kind of secret. */
#ifndef CHECKERS_SQLITE_ROW_H
#define CHECKERS_SQLITE_ROW_H

#include "postern/avatar_id.h"
#include "postern/password.h"

#include <sqlite3.h>
#include <stdint.h>

/* The columns of all queries for a user. */
enum row_column {
	ROW_COLUMN_DISABLED,
	ROW_COLUMN_EXPIRES,
	ROW_COLUMN_SECRET,
	ROW_COLUMN_GROUPS, /* names, with a NUL between two; NULL: none */
};

enum reader_finding {
	READER_FINDING_FAILED = -1, /* cannot tell: the connection says why */
	READER_FINDING_NO_USER = 0,
	READER_FINDING_AMBIGUOUS, /* several have this name: nobody knows which of them is meant */
	READER_FINDING_DISABLED,  /* the secret is there all the same, if there is one to use */
	READER_FINDING_EXPIRED,   /* so it is here */
	READER_FINDING_CROWDED,   /* and here: its groups are more than fit */
	READER_FINDING_NO_SECRET,
	READER_FINDING_UNUSABLE, /* the row holds something else */
	READER_FINDING_SECRET,
};

struct reader_secret {
	size_t length; /* 0: there is none */
	char bytes[PASSWORD_HASH_MAX];
};

/* What the store has of one user. */
struct reader_row {
	struct reader_secret secret;
	size_t groups_length;           /* in bytes */
	char groups[AVATAR_GROUPS_MAX]; /* names, each with a NUL behind it */
};

/* What makes a secret of a value: its type and length. */
struct row_want {
	int type;
	size_t least, most; /* bytes */
};

/* The statement stands on a row; `now` is in Unix seconds. */
enum reader_finding sqlite_row_take(sqlite3_stmt *found, const struct row_want *want, int64_t now,
				    struct reader_row *row);

/* Another one for all that is found otherwise, by whichever slot. */
uint64_t sqlite_row_number(enum reader_finding finding, const struct reader_row *row);

#endif
