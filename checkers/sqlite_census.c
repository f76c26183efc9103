/* Reads the tables of a store side by side, each once. */
#include "sqlite_census.h"

#include "postern/precis.h"
#include "sqlite_octets.h"
#include "sqlite_reader.h"

struct sqlite_census {
	struct census *census;
	struct sqlite_connection connection;
	sqlite3_stmt *accounts;
	sqlite3_stmt *ha1s;
	int ha1_step; /* what the last step of these came to */
	bool enough;  /* not all were counted */
};

/* Both in the order in which the tables stand. */
static const char sqlite_census_accounts_query[] =
	"SELECT account.id, account.name, password.hash FROM account"
	" LEFT JOIN password ON password.account = account.id"
	" WHERE account.disabled = 0 AND (account.expires IS NULL OR account.expires > ?1)"
	" ORDER BY account.id";

static const char sqlite_census_ha1s_query[] =
	"SELECT account, realm, algorithm FROM ha1 ORDER BY account";

/* Only tables of another program can hold these. */
static const char sqlite_census_namesakes_query[] =
	"SELECT name, count(*) FROM account GROUP BY name HAVING count(*) > 1";

static const char sqlite_census_crowded_query[] =
	"SELECT account.name FROM account JOIN (SELECT account FROM account_group GROUP BY account"
	" HAVING sum(length(CAST(name AS BLOB)) + 1) > ?1) AS crowded"
	" ON crowded.account = account.id";

static void sqlite_census_doubt(struct census *census, struct octets name, const char *doubt)
{
	struct error text;

	error_set(&text, "user '%.*s': %s", (int)name.length, name.data, doubt);
	census_doubt(census, 1, &text);
}

static struct octets sqlite_census_name(const struct sqlite_census *taking)
{
	/* Asked for first: to be read as a text, it becomes one. */
	bool text = sqlite3_column_type(taking->accounts, 1) == SQLITE_TEXT;
	struct octets name = sqlite_column_text(taking->accounts, 1);

	if (!text)
		sqlite_census_doubt(taking->census, name, "the name is no text");
	else if (!precis_is_prepared(PRECIS_USERNAME, name))
		sqlite_census_doubt(taking->census, name, "the name can never log in");
	return name;
}

static void sqlite_census_password(const struct sqlite_census *taking, struct octets name)
{
	struct octets hash = sqlite_column_text(taking->accounts, 2);

	if (hash.data && !census_password(taking->census, hash))
		sqlite_census_doubt(taking->census, name, password_defect(hash));
}

/* Those of accounts that are not counted, or not there, are passed over. */
static void sqlite_census_ha1s(struct sqlite_census *taking, int64_t account)
{
	while (taking->ha1_step == SQLITE_ROW && sqlite3_column_int64(taking->ha1s, 0) <= account) {
		enum digest_algorithm algorithm;

		if (sqlite3_column_int64(taking->ha1s, 0) == account &&
		    digest_algorithm_find(sqlite_column_text(taking->ha1s, 2), &algorithm))
			census_ha1(taking->census, sqlite_column_text(taking->ha1s, 1), algorithm);
		taking->ha1_step = sqlite3_step(taking->ha1s);
	}
}

static bool sqlite_census_count(struct sqlite_census *taking)
{
	int step;

	sqlite3_bind_int64(taking->accounts, 1, sqlite_reader_clock());
	taking->ha1_step = sqlite3_step(taking->ha1s);
	while ((step = sqlite3_step(taking->accounts)) == SQLITE_ROW) {
		struct octets name;

		taking->enough = !census_user(taking->census);
		if (taking->enough)
			return true;
		name = sqlite_census_name(taking);
		sqlite_census_password(taking, name);
		sqlite_census_ha1s(taking, sqlite3_column_int64(taking->accounts, 0));
	}
	return step == SQLITE_DONE || sqlite_connection_fail(&taking->connection, "read");
}

/* All that the query names. */
static bool sqlite_census_list(struct sqlite_census *taking, const char *query, const char *doubt)
{
	sqlite3_stmt *names;
	int step;

	if (!sqlite_connection_prepare(&taking->connection, query, &names))
		return false;
	sqlite3_bind_int64(names, 1, AVATAR_GROUPS_MAX);
	while ((step = sqlite3_step(names)) == SQLITE_ROW)
		sqlite_census_doubt(taking->census, sqlite_column_text(names, 0), doubt);
	sqlite3_finalize(names);
	return step == SQLITE_DONE || sqlite_connection_fail(&taking->connection, "read");
}

static bool sqlite_census_accounts(struct sqlite_census *taking)
{
	struct sqlite_connection *connection = &taking->connection;
	bool counted =
		sqlite_connection_prepare(connection, sqlite_census_accounts_query,
					  &taking->accounts) &&
		sqlite_connection_prepare(connection, sqlite_census_ha1s_query, &taking->ha1s) &&
		sqlite_census_count(taking);

	sqlite3_finalize(taking->accounts);
	sqlite3_finalize(taking->ha1s);
	return counted;
}

static bool sqlite_census_read(struct sqlite_census *taking)
{
	if (!sqlite_census_accounts(taking))
		return false;
	return taking->enough || (sqlite_census_list(taking, sqlite_census_namesakes_query,
						     "several accounts have this name") &&
				  sqlite_census_list(taking, sqlite_census_crowded_query,
						     "in more groups than can be passed on"));
}

bool sqlite_census_take(const char *path, struct census *census, struct error *error)
{
	struct sqlite_census taking = {.census = census, .connection = {.path = path}};
	bool taken =
		sqlite_connection_open(&taking.connection, true) && sqlite_census_read(&taking);

	if (!taken)
		*error = taking.connection.error;
	sqlite_connection_close(&taking.connection);
	return taken;
}
