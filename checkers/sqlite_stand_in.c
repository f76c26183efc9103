/* Looks for a hash by the number of its account, which only grows from one to the next. */
#include "sqlite_stand_in.h"

#include "sqlite_octets.h"

/* Both go by the table's own key; an account that has no hash is passed over. */
static const char sqlite_stand_in_last_query[] = "SELECT max(account) FROM password";
static const char sqlite_stand_in_query[] =
	"SELECT hash FROM password WHERE account >= ?1 ORDER BY account LIMIT 8";

/* False: nobody has a hash, or the store cannot be read. */
static bool sqlite_stand_in_find_last(struct sqlite_connection *connection, int64_t *last)
{
	sqlite3_stmt *statement;

	*last = 0;
	if (!sqlite_connection_prepare(connection, sqlite_stand_in_last_query, &statement))
		return false;
	if (sqlite3_step(statement) == SQLITE_ROW)
		*last = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return *last > 0;
}

static bool sqlite_stand_in_take(sqlite3_stmt *found, struct reader_secret *secret)
{
	const struct octets hash = sqlite_column_text(found, 0);

	if (password_defect(hash))
		return false;
	memcpy(secret->bytes, hash.data, hash.length);
	secret->length = hash.length;
	return true;
}

/* Of the first account from that number on that has one. False: there is none, or none is near. */
static bool sqlite_stand_in_take_from(struct sqlite_connection *connection, uint64_t account,
				      struct reader_secret *secret)
{
	sqlite3_stmt *statement;
	bool taken = false;

	if (!sqlite_connection_prepare(connection, sqlite_stand_in_query, &statement))
		return false;
	sqlite3_bind_int64(statement, 1, (int64_t)account);
	while (!taken && sqlite3_step(statement) == SQLITE_ROW)
		taken = sqlite_stand_in_take(statement, secret);
	sqlite3_finalize(statement);
	return taken;
}

void sqlite_stand_in_find(struct sqlite_connection *connection, const struct stand_in *stand_in,
			  struct octets name, struct reader_secret *secret)
{
	int64_t last;
	uint64_t account;

	secret->length = 0;
	if (!sqlite_stand_in_find_last(connection, &last))
		return;
	account = stand_in_choose(stand_in, name, (uint64_t)last);
	if (!sqlite_stand_in_take_from(connection, account, secret))
		sqlite_stand_in_take_from(connection, 0, secret);
}
