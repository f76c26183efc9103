/* Hashes a password anew and writes that, unless the account has another hash by then. */
#include "sqlite_rehash.h"

#include "postern/secret.h"
#include "sqlite_octets.h"
#include "sqlite_schema.h"

static bool sqlite_rehash_fail(struct sqlite_connection *connection, struct error *error)
{
	int code = sqlite3_errcode(connection->db) & 0xff;

	return code == SQLITE_BUSY || code == SQLITE_LOCKED ||
	       sqlite_schema_fail(connection->db, "write", connection->path, error);
}

static bool sqlite_rehash_replace(struct sqlite_connection *connection, struct octets name,
				  struct octets old, struct octets new, struct error *error)
{
	static const char query[] =
		"UPDATE password SET hash = ?3"
		" WHERE hash = ?2 AND account = (SELECT id FROM account WHERE name = ?1)";
	sqlite3_stmt *update;
	bool replaced;

	if (sqlite3_prepare_v2(connection->db, query, -1, &update, NULL) != SQLITE_OK)
		return sqlite_rehash_fail(connection, error);
	sqlite_bind_text(update, 1, name);
	sqlite_bind_text(update, 2, old);
	sqlite_bind_text(update, 3, new);
	replaced = sqlite3_step(update) == SQLITE_DONE || sqlite_rehash_fail(connection, error);
	sqlite3_finalize(update);
	return replaced;
}

/* By the connection that has read it: one of its own might open another file of that name. */
static bool sqlite_rehash_write(struct sqlite_connection *connection, struct octets name,
				struct octets old, struct octets new, struct error *error)
{
	bool written;

	if (sqlite3_exec(connection->db, "PRAGMA query_only = 0", NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_rehash_fail(connection, error);
	written = sqlite_rehash_replace(connection, name, old, new, error);
	sqlite3_exec(connection->db, "PRAGMA query_only = 1", NULL, NULL, NULL);
	return written;
}

bool sqlite_rehash(struct sqlite_connection *connection, struct octets name, struct octets password,
		   const struct reader_secret *old, struct password_budget *budget,
		   struct error *error)
{
	char hash[PASSWORD_HASH_MAX];
	bool written;

	if (sqlite3_db_readonly(connection->db, "main") != 0) {
		error_set(error, "cannot write '%s': it can only be read", connection->path);
		return false;
	}
	if (!password_hash(password, budget, hash, error))
		return false;
	written = sqlite_rehash_write(connection, name, (struct octets){old->bytes, old->length},
				      octets_from(hash), error);
	secret_wipe(hash, sizeof(hash));
	return written;
}
