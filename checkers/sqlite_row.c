/* Takes what was found of a user out of the columns of a query. */
#include "sqlite_row.h"

#include "postern/secret.h"
#include "sqlite_octets.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>

static enum reader_finding sqlite_row_take_secret(sqlite3_stmt *found, const struct row_want *want,
						  struct reader_secret *secret)
{
	struct octets value;

	if (sqlite3_column_type(found, ROW_COLUMN_SECRET) == SQLITE_NULL)
		return READER_FINDING_NO_SECRET;
	if (sqlite3_column_type(found, ROW_COLUMN_SECRET) != want->type)
		return READER_FINDING_UNUSABLE;
	value = sqlite_column_blob(found, ROW_COLUMN_SECRET);
	if (value.length < want->least || value.length > want->most)
		return READER_FINDING_UNUSABLE;
	memcpy(secret->bytes, value.data, value.length);
	secret->length = value.length;
	return READER_FINDING_SECRET;
}

/* False when they are more than fit: nobody is let in with some of them. */
static bool sqlite_row_take_groups(sqlite3_stmt *found, struct reader_row *row)
{
	const struct octets names = sqlite_column_text(found, ROW_COLUMN_GROUPS);

	if (!names.data)
		return true;
	if (names.length >= sizeof(row->groups))
		return false;
	memcpy(row->groups, names.data, names.length);
	row->groups[names.length] = '\0';
	row->groups_length = names.length + 1;
	return true;
}

static bool sqlite_row_is_expired(sqlite3_stmt *found, int64_t now)
{
	return sqlite3_column_type(found, ROW_COLUMN_EXPIRES) != SQLITE_NULL &&
	       sqlite3_column_int64(found, ROW_COLUMN_EXPIRES) <= now;
}

enum reader_finding sqlite_row_take(sqlite3_stmt *found, const struct row_want *want, int64_t now,
				    struct reader_row *row)
{
	enum reader_finding finding = sqlite_row_take_secret(found, want, &row->secret);

	if (!sqlite_row_take_groups(found, row))
		finding = READER_FINDING_CROWDED;
	if (sqlite_row_is_expired(found, now))
		finding = READER_FINDING_EXPIRED;
	if (sqlite3_column_int(found, ROW_COLUMN_DISABLED) != 0)
		finding = READER_FINDING_DISABLED;
	return finding;
}

#define ROW_HEAD_MAX 32 /* bytes: two numbers */

uint64_t sqlite_row_number(enum reader_finding finding, const struct reader_row *row)
{
	char text[ROW_HEAD_MAX + sizeof(row->secret.bytes) + sizeof(row->groups)];
	size_t length =
		(size_t)snprintf(text, ROW_HEAD_MAX, "%d %zu ", (int)finding, row->secret.length);
	unsigned char hash[SHA256_DIGEST_LENGTH];
	uint64_t number;

	memcpy(text + length, row->secret.bytes, row->secret.length);
	length += row->secret.length;
	memcpy(text + length, row->groups, row->groups_length);
	length += row->groups_length;
	SHA256((const unsigned char *)text, length, hash);
	memcpy(&number, hash, sizeof(number));
	secret_wipe(text, sizeof(text));
	return number;
}
