/* Looks at the store once a turn, and remembers what it found there. */
#include "sqlite_slot.h"

#include "postern/memory.h"
#include "postern/secret.h"

#include <stdlib.h>
#include <string.h>

struct sqlite_slot *sqlite_slot_create(const char *path, bool rehashes)
{
	struct sqlite_slot *slot = memory_take(1, sizeof(*slot));

	slot->reader.connection.path = path;
	slot->rehashes = rehashes;
	return slot;
}

static bool sqlite_slot_reopen(struct sqlite_slot *slot, bool may_block)
{
	if (!sqlite_connection_can_reopen(&slot->reader.connection))
		return false;
	sqlite_reader_close(&slot->reader);
	return sqlite_reader_open(&slot->reader, may_block);
}

void sqlite_slot_look(struct sqlite_slot *slot, const struct caller *caller)
{
	struct sqlite_reader *reader = &slot->reader;

	if (!look_is_due(&slot->look, caller))
		return;
	reader->now = sqlite_reader_clock();
	sqlite_connection_set_patience(&reader->connection, caller->may_block);
	if (sqlite_connection_is_current(&reader->connection) && slot->readable &&
	    reader->now >= reader->since && reader->now < reader->until)
		return;
	sqlite_cache_wipe(&slot->cache);
	slot->readable = sqlite_slot_reopen(slot, caller->may_block);
}

/* What is said of passwords is kept as if it were for an algorithm of Digest that there is not. */
static const struct digest_space sqlite_slot_passwords = {.algorithm = DIGEST_ALGORITHM_COUNT,
							  .realm = {.data = "", .length = 0}};

static bool sqlite_slot_recall_number(const struct sqlite_slot *slot, struct octets name,
				      uint64_t *number)
{
	enum reader_finding finding;
	struct reader_row kept;

	if (!sqlite_cache_find(&slot->cache, name, &sqlite_slot_passwords, &finding, &kept))
		return false;
	memcpy(number, kept.secret.bytes, sizeof(*number));
	return true;
}

static void sqlite_slot_keep_number(struct sqlite_slot *slot, struct octets name, uint64_t number)
{
	struct reader_row kept = {.secret.length = sizeof(number)};
	uint64_t before;

	if (sqlite_slot_recall_number(slot, name, &before) && before == number)
		return;
	memcpy(kept.secret.bytes, &number, sizeof(number));
	sqlite_cache_keep(&slot->cache, name, &sqlite_slot_passwords, READER_FINDING_SECRET, &kept);
}

enum reader_finding sqlite_slot_find_password(struct sqlite_slot *slot, struct octets name,
					      struct reader_row *row)
{
	enum reader_finding finding = sqlite_reader_find_password(&slot->reader, name, row);

	if (finding != READER_FINDING_FAILED)
		sqlite_slot_keep_number(slot, name, sqlite_row_number(finding, row));
	return finding;
}

/* What cannot be read may be anything. */
static uint64_t sqlite_slot_no_generation(void)
{
	uint64_t number;

	secret_random(&number, sizeof(number));
	return number;
}

uint64_t sqlite_slot_generation(struct sqlite_slot *slot, struct octets name)
{
	enum reader_finding finding;
	struct reader_row row;
	uint64_t number;

	if (!slot->readable)
		return sqlite_slot_no_generation();
	if (sqlite_slot_recall_number(slot, name, &number))
		return number;
	finding = sqlite_slot_find_password(slot, name, &row);
	if (finding == READER_FINDING_FAILED)
		return sqlite_slot_no_generation();
	number = sqlite_row_number(finding, &row);
	secret_wipe(&row.secret, sizeof(row.secret));
	return number;
}

void sqlite_slot_forget(struct sqlite_slot *slot)
{
	sqlite_cache_wipe(&slot->cache);
}

enum reader_finding sqlite_slot_find_ha1(struct sqlite_slot *slot, struct octets name,
					 const struct digest_space *space, struct reader_row *row)
{
	enum reader_finding finding;

	if (sqlite_cache_find(&slot->cache, name, space, &finding, row))
		return finding;
	finding = sqlite_reader_find_ha1(&slot->reader, name, space, row);
	if (finding != READER_FINDING_FAILED)
		sqlite_cache_keep(&slot->cache, name, space, finding, row);
	return finding;
}

enum reader_finding sqlite_slot_find_name(struct sqlite_slot *slot, struct octets userhash,
					  const struct digest_space *space, struct octets *name)
{
	enum reader_finding finding =
		sqlite_reader_find_name(&slot->reader, userhash, space, &slot->named);
	const struct reader_secret *found = &slot->named.secret;

	*name = (struct octets){.data = found->bytes, .length = found->length};
	return finding;
}

enum verdict sqlite_slot_cannot_tell(const struct sqlite_slot *slot, const struct caller *caller,
				     struct error *error)
{
	const struct sqlite_connection *connection = &slot->reader.connection;

	if (connection->locked && !caller->may_block)
		return VERDICT_LATER;
	*error = connection->error;
	return VERDICT_UNAVAILABLE;
}

void sqlite_slot_destroy(struct sqlite_slot *slot)
{
	if (!slot)
		return;
	sqlite_reader_close(&slot->reader);
	sqlite_cache_wipe(&slot->cache);
	free(slot);
}
