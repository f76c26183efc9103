/* Looks users up in a store, by prepared statements. */
#include "sqlite_reader.h"

#include "postern/avatar_id.h"
#include "sqlite_bind.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Users who have no such secret are found, too. */
static const char sqlite_reader_password_query[] =
	"SELECT account.disabled, password.hash FROM account"
	" LEFT JOIN password ON password.account = account.id WHERE account.name = ?1";

static const char sqlite_reader_ha1_query[] =
	"SELECT account.disabled, ha1.value FROM account"
	" LEFT JOIN ha1 ON ha1.account = account.id AND ha1.realm = ?2 AND ha1.algorithm = ?3"
	" WHERE account.name = ?1";

static const char sqlite_reader_name_query[] =
	"SELECT account.disabled, account.name FROM ha1"
	" JOIN account ON account.id = ha1.account"
	" WHERE ha1.userhash = ?1 AND ha1.realm = ?2 AND ha1.algorithm = ?3";

bool sqlite_reader_open(struct sqlite_reader *reader, bool may_block)
{
	struct sqlite_connection *connection = &reader->connection;

	if (sqlite_connection_open(connection, may_block) &&
	    sqlite_connection_prepare(connection, sqlite_reader_password_query,
				      &reader->find_password) &&
	    sqlite_connection_prepare(connection, sqlite_reader_ha1_query, &reader->find_ha1) &&
	    sqlite_connection_prepare(connection, sqlite_reader_name_query, &reader->find_name))
		return true;
	sqlite_reader_close(reader);
	return false;
}

void sqlite_reader_close(struct sqlite_reader *reader)
{
	sqlite3_finalize(reader->find_password);
	sqlite3_finalize(reader->find_ha1);
	sqlite3_finalize(reader->find_name);
	reader->find_password = NULL;
	reader->find_ha1 = NULL;
	reader->find_name = NULL;
	sqlite_connection_close(&reader->connection);
}

/* Its permissions let us write, and yet we cannot: we are confined to other directories. */
static bool sqlite_reader_is_shut_out(const char *path)
{
	int descriptor = open(path, O_RDWR | O_CLOEXEC);

	if (descriptor >= 0)
		close(descriptor);
	return descriptor < 0 && errno == EACCES && access(path, W_OK) == 0;
}

bool sqlite_reader_try(const char *path, struct error *error)
{
	struct sqlite_reader reader = {.connection = {.path = path}};

	if (sqlite_reader_open(&reader, true)) {
		sqlite_reader_close(&reader);
		return true;
	}
	*error = reader.connection.error;
	if (access(path, F_OK) != 0 && errno == ENOENT)
		error_set(error, "%s (make it with: postern user add --store sqlite:%s %s)",
			  error->text, path, "--name REALM USER");
	else if (sqlite_reader_is_shut_out(path))
		error_set(error, "%s (no new directory can be written to, restart instead)",
			  error->text);
	return false;
}

/* What is in the second column, if it is of that type and length. */
static enum reader_finding sqlite_reader_take(sqlite3_stmt *row, int type, size_t least,
					      size_t most, struct reader_secret *secret)
{
	const void *bytes;
	size_t length;

	if (sqlite3_column_type(row, 1) == SQLITE_NULL)
		return READER_FINDING_NO_SECRET;
	if (sqlite3_column_type(row, 1) != type)
		return READER_FINDING_UNUSABLE;
	bytes = sqlite3_column_blob(row, 1);
	length = (size_t)sqlite3_column_bytes(row, 1);
	if (length < least || length > most)
		return READER_FINDING_UNUSABLE;
	memcpy(secret->bytes, bytes, length);
	secret->length = length;
	return READER_FINDING_SECRET;
}

static enum reader_finding sqlite_reader_find(struct sqlite_reader *reader, sqlite3_stmt *statement,
					      int type, size_t least, size_t most,
					      struct reader_secret *secret)
{
	enum reader_finding finding;

	secret->length = 0;
	switch (sqlite3_step(statement)) {
	case SQLITE_ROW:
		finding = sqlite_reader_take(statement, type, least, most, secret);
		if (sqlite3_column_int(statement, 0) != 0)
			finding = READER_FINDING_DISABLED;
		break;
	case SQLITE_DONE:
		finding = READER_FINDING_NO_USER;
		break;
	default:
		finding = READER_FINDING_FAILED;
		sqlite_connection_fail(&reader->connection, "read");
	}
	/* Gives the read lock back, for which a writer may be waiting. */
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return finding;
}

enum reader_finding sqlite_reader_find_password(struct sqlite_reader *reader, struct octets name,
						struct reader_secret *secret)
{
	sqlite3_stmt *statement = reader->find_password;

	sqlite_bind_text(statement, 1, name);
	return sqlite_reader_find(reader, statement, SQLITE_TEXT, 1, PASSWORD_HASH_MAX - 1, secret);
}

static void sqlite_reader_bind_space(sqlite3_stmt *statement, const struct digest_space *space)
{
	sqlite_bind_text(statement, 2, space->realm);
	sqlite_bind_text(statement, 3, octets_from(digest_algorithm_name(space->algorithm)));
}

enum reader_finding sqlite_reader_find_ha1(struct sqlite_reader *reader, struct octets name,
					   const struct digest_space *space,
					   struct reader_secret *secret)
{
	const size_t size = digest_algorithm_size(space->algorithm);
	sqlite3_stmt *statement = reader->find_ha1;

	sqlite_bind_text(statement, 1, name);
	sqlite_reader_bind_space(statement, space);
	return sqlite_reader_find(reader, statement, SQLITE_BLOB, size, size, secret);
}

enum reader_finding sqlite_reader_find_name(struct sqlite_reader *reader, struct octets userhash,
					    const struct digest_space *space,
					    struct reader_secret *name)
{
	sqlite3_stmt *statement = reader->find_name;

	sqlite3_bind_blob(statement, 1, userhash.data, (int)userhash.length, SQLITE_STATIC);
	sqlite_reader_bind_space(statement, space);
	return sqlite_reader_find(reader, statement, SQLITE_TEXT, 1, AVATAR_ID_MAX, name);
}
