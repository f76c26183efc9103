/* A function of SQL for what SQLite cannot hash itself. */
#include "sqlite_userhash.h"

#include "postern/digest_algorithm.h"
#include "sqlite_schema.h"

static struct octets sqlite_userhash_text(sqlite3_value *value)
{
	/* The length is known once it is a text. */
	const unsigned char *text = sqlite3_value_text(value);

	return (struct octets){(const char *)text, (size_t)sqlite3_value_bytes(value)};
}

/* NULL for an unknown algorithm, and for who has no name. */
static void sqlite_userhash_compute(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct octets algorithm_name = sqlite_userhash_text(values[0]);
	const struct octets name = sqlite_userhash_text(values[1]);
	const struct octets realm = sqlite_userhash_text(values[2]);
	unsigned char hash[DIGEST_SIZE_MAX];
	enum digest_algorithm algorithm;

	(void)count;
	if (!name.data || !realm.data || !digest_algorithm_find(algorithm_name, &algorithm))
		return;
	digest_userhash(algorithm, name, realm, hash);
	sqlite3_result_blob(context, hash, (int)digest_algorithm_size(algorithm), SQLITE_TRANSIENT);
}

/* Not for the schema: another program that opens the file has no such function. */
bool sqlite_userhash_register(sqlite3 *db, const char *path, struct error *error)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

	if (sqlite3_create_function(db, "userhash", 3, flags, NULL, sqlite_userhash_compute, NULL,
				    NULL) == SQLITE_OK)
		return true;
	return sqlite_schema_fail(db, "open", path, error);
}
