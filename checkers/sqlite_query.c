/* The statements by which a store in an SQLite file is read and written. */
#include "sqlite_store.h"

/* An account as rows of its kinds: see sqlite_store_read.c. */
#define STORE_ROWS                                                                                 \
	" SELECT 0, name, disabled, expires,"                                                      \
	"  (SELECT count(*) FROM ha1 WHERE account = id),"                                         \
	"  (SELECT count(*) FROM account_group WHERE account = id) FROM found"                     \
	" UNION ALL SELECT 1, hash, 0, 0, 0, 0 FROM password"                                      \
	"  WHERE account = (SELECT id FROM found)"                                                 \
	" UNION ALL SELECT 2, realm, algorithm, value, 0, 0 FROM ha1"                              \
	"  WHERE account = (SELECT id FROM found)"                                                 \
	" UNION ALL SELECT 3, name, 0, 0, 0, 0 FROM account_group"                                 \
	"  WHERE account = (SELECT id FROM found)"                                                 \
	" ORDER BY 1, 2, 3"

#define STORE_ID "(SELECT id FROM account WHERE name = ?1)"

const char *const sqlite_queries[SQLITE_QUERY_COUNT] = {
	[SQLITE_QUERY_FIND] = "WITH found AS (SELECT * FROM account WHERE name = ?1)" STORE_ROWS,
	[SQLITE_QUERY_FIND_NEXT] = "WITH found AS (SELECT * FROM account WHERE name > ?1"
				   " ORDER BY name LIMIT 1)" STORE_ROWS,
	[SQLITE_QUERY_ADD_ACCOUNT] =
		"INSERT INTO account (name, disabled, expires) VALUES (?1, ?2, ?3)",
	[SQLITE_QUERY_CHANGE_ACCOUNT] =
		"UPDATE account SET disabled = ?2, expires = ?3 WHERE name = ?1",
	[SQLITE_QUERY_REMOVE_ACCOUNT] = "DELETE FROM account WHERE name = ?1",
	[SQLITE_QUERY_REMOVE_PASSWORD] = "DELETE FROM password WHERE account = " STORE_ID,
	[SQLITE_QUERY_REMOVE_HA1S] = "DELETE FROM ha1 WHERE account = " STORE_ID,
	[SQLITE_QUERY_REMOVE_GROUPS] = "DELETE FROM account_group WHERE account = " STORE_ID,
	[SQLITE_QUERY_ADD_PASSWORD] =
		"INSERT INTO password (account, hash) VALUES (" STORE_ID ", ?2)",
	[SQLITE_QUERY_ADD_HA1] = "INSERT INTO ha1 (account, realm, algorithm, value, userhash)"
				 " VALUES (" STORE_ID ", ?2, ?3, ?4, userhash(?3, ?1, ?2))",
	[SQLITE_QUERY_ADD_GROUP] =
		"INSERT INTO account_group (account, name) VALUES (" STORE_ID ", ?2)",
};
