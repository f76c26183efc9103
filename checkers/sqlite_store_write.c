/* Writes accounts into an SQLite file, each within a transaction of the caller's. */
#include "sqlite_octets.h"
#include "sqlite_store.h"

/* The account of that name, with its state. */
static sqlite3_stmt *sqlite_store_bind(struct sqlite_store *store, enum sqlite_query query,
				       const struct stored_account *account)
{
	sqlite3_stmt *statement = sqlite_store_statement(store, query);

	sqlite_bind_text(statement, 1, account->name);
	sqlite3_bind_int(statement, 2, account->disabled);
	if (account->expires != 0)
		sqlite3_bind_int64(statement, 3, account->expires);
	return statement;
}

static bool sqlite_store_add_password(struct sqlite_store *store,
				      const struct stored_account *account, struct error *error)
{
	sqlite3_stmt *insert = sqlite_store_statement(store, SQLITE_QUERY_ADD_PASSWORD);

	sqlite_bind_text(insert, 1, account->name);
	sqlite_bind_text(insert, 2, account->password_hash);
	return sqlite_store_write(store, insert, error);
}

static bool sqlite_store_add_ha1(struct sqlite_store *store, struct octets name,
				 const struct stored_ha1 *ha1, struct error *error)
{
	sqlite3_stmt *insert = sqlite_store_statement(store, SQLITE_QUERY_ADD_HA1);

	sqlite_bind_text(insert, 1, name);
	sqlite_bind_text(insert, 2, ha1->realm);
	sqlite_bind_text(insert, 3, octets_from(digest_algorithm_name(ha1->algorithm)));
	sqlite3_bind_blob(insert, 4, ha1->value, (int)digest_algorithm_size(ha1->algorithm),
			  SQLITE_STATIC);
	return sqlite_store_write(store, insert, error);
}

static bool sqlite_store_add_group(struct sqlite_store *store, struct octets name,
				   struct octets group, struct error *error)
{
	sqlite3_stmt *insert = sqlite_store_statement(store, SQLITE_QUERY_ADD_GROUP);

	sqlite_bind_text(insert, 1, name);
	sqlite_bind_text(insert, 2, group);
	return sqlite_store_write(store, insert, error);
}

/* What the account has in other tables. */
static bool sqlite_store_fill(struct sqlite_store *store, const struct stored_account *account,
			      struct error *error)
{
	if (account->password_hash.data && !sqlite_store_add_password(store, account, error))
		return false;
	for (size_t i = 0; i < account->ha1_count; i++) {
		if (!sqlite_store_add_ha1(store, account->name, &account->ha1s[i], error))
			return false;
	}
	for (size_t i = 0; i < account->group_count; i++) {
		if (!sqlite_store_add_group(store, account->name, account->groups[i], error))
			return false;
	}
	return true;
}

/* What `query` takes away of the account of that name. */
static bool sqlite_store_clear(struct sqlite_store *store, enum sqlite_query query,
			       struct octets name, struct error *error)
{
	sqlite3_stmt *statement = sqlite_store_statement(store, query);

	sqlite_bind_text(statement, 1, name);
	return sqlite_store_write(store, statement, error);
}

/* False, with the error set, when the last statement was about nobody. */
static bool sqlite_store_hit(struct sqlite_store *store, struct octets name, struct error *error)
{
	if (sqlite3_changes(store->db) > 0)
		return true;
	error_set(error, "there is no account '%.*s'", (int)name.length, name.data);
	return false;
}

bool sqlite_store_add(struct store *base, const struct stored_account *account, struct error *error)
{
	struct sqlite_store *store = sqlite_store_from(base);
	sqlite3_stmt *insert = sqlite_store_bind(store, SQLITE_QUERY_ADD_ACCOUNT, account);

	if (sqlite_store_write(store, insert, error))
		return sqlite_store_fill(store, account, error);
	if (sqlite3_extended_errcode(store->db) == SQLITE_CONSTRAINT_UNIQUE)
		error_set(error, "account '%.*s' exists already", (int)account->name.length,
			  account->name.data);
	return false;
}

bool sqlite_store_change(struct store *base, const struct stored_account *account,
			 struct error *error)
{
	struct sqlite_store *store = sqlite_store_from(base);
	sqlite3_stmt *update = sqlite_store_bind(store, SQLITE_QUERY_CHANGE_ACCOUNT, account);
	struct octets name = account->name;

	return sqlite_store_write(store, update, error) && sqlite_store_hit(store, name, error) &&
	       sqlite_store_clear(store, SQLITE_QUERY_REMOVE_PASSWORD, name, error) &&
	       sqlite_store_clear(store, SQLITE_QUERY_REMOVE_HA1S, name, error) &&
	       sqlite_store_clear(store, SQLITE_QUERY_REMOVE_GROUPS, name, error) &&
	       sqlite_store_fill(store, account, error);
}

/* What is in other tables goes with it: they refer to it with ON DELETE CASCADE. */
bool sqlite_store_remove(struct store *base, struct octets name, struct error *error)
{
	struct sqlite_store *store = sqlite_store_from(base);

	return sqlite_store_clear(store, SQLITE_QUERY_REMOVE_ACCOUNT, name, error) &&
	       sqlite_store_hit(store, name, error);
}
