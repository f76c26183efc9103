/* Looks users up in a store, by prepared statements. */
#include "sqlite_reader.h"

#include "postern/secret.h"
#include "sqlite_octets.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The columns of what is found are enum row_column. In the same query as the secret, groups cost no
 * look-up of their own. No more are read than it takes to see that they do not fit: one of a byte,
 * and its NUL, is the shortest. */
#define READER_DIGITS(number) #number
#define READER_TEXT(number)   READER_DIGITS(number)
#define READER_STATE          "account.disabled, account.expires"
#define READER_GROUPS                                                                              \
	"(SELECT group_concat(name, char(0)) FROM (SELECT name FROM account_group"                 \
	" WHERE account_group.account = account.id LIMIT " READER_TEXT(                            \
		AVATAR_GROUPS_MAX) " / 2 + 1))"

/* Users who have no such secret are found, too. */
static const char sqlite_reader_password_query[] =
	"SELECT " READER_STATE ", password.hash, " READER_GROUPS " FROM account"
	" LEFT JOIN password ON password.account = account.id WHERE account.name = ?1";

static const char sqlite_reader_ha1_query[] =
	"SELECT " READER_STATE ", ha1.value, " READER_GROUPS " FROM account"
	" LEFT JOIN ha1 ON ha1.account = account.id AND ha1.realm = ?2 AND ha1.algorithm = ?3"
	" WHERE account.name = ?1";

static const char sqlite_reader_name_query[] =
	"SELECT " READER_STATE ", account.name, NULL FROM ha1"
	" JOIN account ON account.id = ha1.account"
	" WHERE ha1.userhash = ?1 AND ha1.realm = ?2 AND ha1.algorithm = ?3";

/* The index has only those that ever expire. */
static const char sqlite_reader_expiry_query[] =
	"SELECT min(expires) FROM account WHERE expires > ?1";

/* As of the last tick: accounts expire to the second, and on some machines the precise clock takes
 * several times as long. */
int64_t sqlite_reader_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	return now.tv_sec;
}

static bool sqlite_reader_find_expiry(struct sqlite_reader *reader)
{
	sqlite3_stmt *statement;
	bool found;

	if (!sqlite_connection_prepare(&reader->connection, sqlite_reader_expiry_query, &statement))
		return false;
	sqlite3_bind_int64(statement, 1, reader->now);
	found = sqlite3_step(statement) == SQLITE_ROW;
	if (!found)
		sqlite_connection_fail(&reader->connection, "read");
	reader->since = reader->now;
	reader->until = INT64_MAX;
	if (found && sqlite3_column_type(statement, 0) != SQLITE_NULL)
		reader->until = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return found;
}

bool sqlite_reader_open(struct sqlite_reader *reader, bool may_block)
{
	struct sqlite_connection *connection = &reader->connection;

	if (sqlite_connection_open(connection, may_block) &&
	    sqlite_connection_prepare(connection, sqlite_reader_password_query,
				      &reader->find_password) &&
	    sqlite_connection_prepare(connection, sqlite_reader_ha1_query, &reader->find_ha1) &&
	    sqlite_connection_prepare(connection, sqlite_reader_name_query, &reader->find_name) &&
	    sqlite_reader_find_expiry(reader))
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
	struct sqlite_reader reader = {.connection = {.path = path}, .now = sqlite_reader_clock()};

	if (sqlite_reader_open(&reader, true)) {
		sqlite_reader_close(&reader);
		return true;
	}
	*error = reader.connection.error;
	if (access(path, F_OK) != 0 && errno == ENOENT)
		error_advise(error, "postern user add --store sqlite:%s --name SPACE USER", path);
	else if (sqlite_reader_is_shut_out(path))
		error_set(error, "%s (no new directory can be written to, restart instead)",
			  error->text);
	return false;
}

static enum reader_finding sqlite_reader_find(struct sqlite_reader *reader, sqlite3_stmt *statement,
					      const struct row_want *want, struct reader_row *row)
{
	enum reader_finding finding = READER_FINDING_NO_USER;
	int step = sqlite3_step(statement);

	row->secret.length = 0;
	row->groups_length = 0;
	if (step == SQLITE_ROW) {
		finding = sqlite_row_take(statement, want, reader->now, row);
		step = sqlite3_step(statement);
	}
	if (step == SQLITE_ROW) {
		finding = READER_FINDING_AMBIGUOUS;
	} else if (step != SQLITE_DONE) {
		finding = READER_FINDING_FAILED;
		secret_wipe(&row->secret, sizeof(row->secret));
		sqlite_connection_fail(&reader->connection, "read");
	}
	/* Gives the read lock back, for which a writer may be waiting. */
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return finding;
}

enum reader_finding sqlite_reader_find_password(struct sqlite_reader *reader, struct octets name,
						struct reader_row *row)
{
	const struct row_want want = {SQLITE_TEXT, 1, PASSWORD_HASH_MAX - 1};

	sqlite_bind_text(reader->find_password, 1, name);
	return sqlite_reader_find(reader, reader->find_password, &want, row);
}

static void sqlite_reader_bind_space(sqlite3_stmt *statement, const struct digest_space *space)
{
	sqlite_bind_text(statement, 2, space->realm);
	sqlite_bind_text(statement, 3, octets_from(digest_algorithm_name(space->algorithm)));
}

enum reader_finding sqlite_reader_find_ha1(struct sqlite_reader *reader, struct octets name,
					   const struct digest_space *space, struct reader_row *row)
{
	const size_t size = digest_algorithm_size(space->algorithm);
	const struct row_want want = {SQLITE_BLOB, size, size};

	sqlite_bind_text(reader->find_ha1, 1, name);
	sqlite_reader_bind_space(reader->find_ha1, space);
	return sqlite_reader_find(reader, reader->find_ha1, &want, row);
}

enum reader_finding sqlite_reader_find_name(struct sqlite_reader *reader, struct octets userhash,
					    const struct digest_space *space,
					    struct reader_row *row)
{
	const struct row_want want = {SQLITE_TEXT, 1, AVATAR_ID_MAX};
	sqlite3_stmt *statement = reader->find_name;

	sqlite3_bind_blob(statement, 1, userhash.data, (int)userhash.length, SQLITE_STATIC);
	sqlite_reader_bind_space(statement, space);
	return sqlite_reader_find(reader, statement, &want, row);
}
