/* Reads whole accounts from an SQLite file, each by one statement: as it is at one moment. */
#include "sqlite_octets.h"
#include "sqlite_store.h"

/* The kinds of rows in which an account comes, in this order; SQLITE_STORE_ACCOUNT says how many of
 * the others there are. */
enum sqlite_store_row {
	SQLITE_STORE_ACCOUNT,
	SQLITE_STORE_PASSWORD,
	SQLITE_STORE_HA1,
	SQLITE_STORE_GROUP,
};

/* An account that is being read. */
struct sqlite_store_reading {
	sqlite3_stmt *row;
	struct arena *arena;
	struct stored_account *account;
	struct stored_ha1 *ha1s; /* of the account; room for as many as there are */
	struct octets *groups;   /* the same */
};

/* A copy of the column. False when the arena is full. */
static bool sqlite_store_text(struct sqlite_store_reading *reading, int column, struct octets *text)
{
	const struct octets value = sqlite_column_blob(reading->row, column);
	char *copy = arena_take(reading->arena, value.length + 1);

	if (!copy)
		return false;
	if (value.length > 0)
		memcpy(copy, value.data, value.length);
	*text = (struct octets){.data = copy, .length = value.length};
	return true;
}

/* 0 says that it never expires: a moment before 1970 is given as the first second of it. */
static int64_t sqlite_store_expiry(sqlite3_stmt *row, int column)
{
	int64_t expires = sqlite3_column_int64(row, column);

	if (sqlite3_column_type(row, column) == SQLITE_NULL)
		return 0;
	return expires > 0 ? expires : 1;
}

static bool sqlite_store_read_account(struct sqlite_store_reading *reading)
{
	size_t ha1_count = (size_t)sqlite3_column_int64(reading->row, 4);
	size_t group_count = (size_t)sqlite3_column_int64(reading->row, 5);
	struct stored_account *account = reading->account;

	account->disabled = sqlite3_column_int(reading->row, 2) != 0;
	account->expires = sqlite_store_expiry(reading->row, 3);
	reading->ha1s = arena_take(reading->arena, ha1_count * sizeof(*reading->ha1s));
	reading->groups = arena_take(reading->arena, group_count * sizeof(*reading->groups));
	account->ha1s = reading->ha1s;
	account->groups = reading->groups;
	return reading->ha1s && reading->groups && sqlite_store_text(reading, 1, &account->name);
}

/* A row that holds something else, which lets nobody in, is left out. */
static bool sqlite_store_read_ha1(struct sqlite_store_reading *reading)
{
	struct stored_ha1 *ha1 = &reading->ha1s[reading->account->ha1_count];
	const struct octets value = sqlite_column_blob(reading->row, 3);

	if (!digest_algorithm_find(sqlite_column_blob(reading->row, 2), &ha1->algorithm) ||
	    value.length != digest_algorithm_size(ha1->algorithm))
		return true;
	memcpy(ha1->value, value.data, value.length);
	if (!sqlite_store_text(reading, 1, &ha1->realm))
		return false;
	reading->account->ha1_count++;
	return true;
}

static bool sqlite_store_read_row(struct sqlite_store_reading *reading)
{
	struct stored_account *account = reading->account;

	switch ((enum sqlite_store_row)sqlite3_column_int(reading->row, 0)) {
	case SQLITE_STORE_ACCOUNT:
		return sqlite_store_read_account(reading);
	case SQLITE_STORE_PASSWORD:
		return sqlite_store_text(reading, 1, &account->password_hash);
	case SQLITE_STORE_HA1:
		return sqlite_store_read_ha1(reading);
	case SQLITE_STORE_GROUP:
		return sqlite_store_text(reading, 1, &reading->groups[account->group_count++]);
	}
	return true;
}

static enum store_finding sqlite_store_read(struct sqlite_store *store,
					    struct sqlite_store_reading *reading,
					    struct error *error)
{
	int code;

	*reading->account = (struct stored_account){.name = {.data = NULL}};
	while ((code = sqlite3_step(reading->row)) == SQLITE_ROW) {
		if (sqlite_store_read_row(reading))
			continue;
		error_set(error, "cannot read an account from '%s': it is too large", store->path);
		return STORE_FINDING_TOO_LARGE;
	}
	if (code == SQLITE_DONE)
		return reading->account->name.data ? STORE_FINDING_ACCOUNT : STORE_FINDING_NONE;
	sqlite_store_fail(store, "read", error);
	return STORE_FINDING_FAILED;
}

static enum store_finding sqlite_store_look(struct store *base, enum sqlite_query query,
					    struct octets name, struct arena *arena,
					    struct stored_account *account, struct error *error)
{
	struct sqlite_store *store = sqlite_store_from(base);
	struct sqlite_store_reading reading = {
		.row = sqlite_store_statement(store, query),
		.arena = arena,
		.account = account,
	};
	enum store_finding finding;

	sqlite_bind_text(reading.row, 1, name);
	finding = sqlite_store_read(store, &reading, error);
	sqlite_store_done(reading.row);
	return finding;
}

enum store_finding sqlite_store_find(struct store *store, struct octets name, struct arena *arena,
				     struct stored_account *account, struct error *error)
{
	return sqlite_store_look(store, SQLITE_QUERY_FIND, name, arena, account, error);
}

enum store_finding sqlite_store_find_next(struct store *store, struct octets name,
					  struct arena *arena, struct stored_account *account,
					  struct error *error)
{
	return sqlite_store_look(store, SQLITE_QUERY_FIND_NEXT, name, arena, account, error);
}
