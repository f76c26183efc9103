/* Checks against a store of accounts in an SQLite file, which may change at any time. */
#include "nobody.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/root.h"
#include "sqlite_census.h"
#include "sqlite_check.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

struct sqlite {
	struct checker base;
	char path[PATH_MAX];
	struct nobody nobody;
	struct stand_in stand_in;
	bool rehashes;
	_Atomic bool remarked; /* that hashes cannot be replaced */
	struct sqlite_slot *slots[CALLER_SLOTS];
};

static struct sqlite *sqlite_from(struct checker *checker)
{
	return container_of(checker, struct sqlite, base);
}

static struct checker *sqlite_create(struct arguments *arguments, struct error *error)
{
	struct sqlite *sqlite = memory_take(1, sizeof(*sqlite));

	nobody_init(&sqlite->nobody);
	sqlite->rehashes = true;
	stand_in_init(&sqlite->stand_in);
	if (arguments_choice(arguments, "rehash", &sqlite->rehashes, error) &&
	    arguments_next_path(arguments, sqlite->path, error) &&
	    sqlite_reader_try(sqlite->path, error))
		return &sqlite->base;
	free(sqlite);
	return NULL;
}

static bool sqlite_start(struct checker *checker, const char *root, struct error *error)
{
	struct sqlite *sqlite = sqlite_from(checker);

	return root_enter(root, sqlite->path, error) && sqlite_reader_try(sqlite->path, error);
}

/* SQLite makes '-wal' and '-shm' beside the store. */
static const char *sqlite_writes(const struct checker *checker)
{
	return container_of(checker, const struct sqlite, base)->path;
}

static struct sqlite_slot *sqlite_slot(struct checker *checker, const struct caller *caller)
{
	struct sqlite *sqlite = sqlite_from(checker);

	assert(caller->slot < CALLER_SLOTS);
	if (!sqlite->slots[caller->slot])
		sqlite->slots[caller->slot] =
			sqlite_slot_create(sqlite->path, sqlite->rehashes && !checker->only_reads);
	sqlite_slot_look(sqlite->slots[caller->slot], caller);
	return sqlite->slots[caller->slot];
}

/* What is no reason to refuse is said once. */
static void sqlite_remark_once(struct sqlite *sqlite, struct error *remark)
{
	if (remark->text[0] != '\0' && atomic_exchange(&sqlite->remarked, true))
		remark->text[0] = '\0';
}

static bool sqlite_census(const struct checker *checker, struct census *census, struct error *error)
{
	return sqlite_census_take(container_of(checker, const struct sqlite, base)->path, census,
				  error);
}

static enum verdict sqlite_request_avatar_id(struct checker *checker,
					     struct credentials *credentials,
					     const struct caller *caller,
					     struct avatar_id *avatar_id, struct error *error)
{
	struct sqlite_slot *slot = sqlite_slot(checker, caller);
	unsigned int common = credentials_interfaces(credentials) & checker->interfaces;
	enum verdict verdict;

	if (!slot->readable)
		return sqlite_slot_cannot_tell(slot, caller, error);
	if (common & (IUSERNAME_DIGEST_HASH | IHASHED_USERNAME))
		return sqlite_check_hash(slot, &sqlite_from(checker)->nobody, credentials, caller,
					 avatar_id, error);
	if (!caller->may_block)
		return VERDICT_LATER;
	verdict = sqlite_check_password(slot, &sqlite_from(checker)->stand_in, credentials, caller,
					avatar_id, error);
	if (verdict == VERDICT_GRANTED)
		sqlite_remark_once(sqlite_from(checker), error);
	return verdict;
}

static uint64_t sqlite_generation(struct checker *checker, struct octets username,
				  const struct caller *caller)
{
	return sqlite_slot_generation(sqlite_slot(checker, caller), username);
}

static void sqlite_destroy(struct checker *checker)
{
	struct sqlite *sqlite = sqlite_from(checker);

	for (size_t i = 0; i < CALLER_SLOTS; i++)
		sqlite_slot_destroy(sqlite->slots[i]);
	free(sqlite);
}

static const char sqlite_help[] =
	"Make accounts with 'postern user'. A change counts from the next request, also\n"
	"when another file is renamed over this one. While the file is missing, damaged\n"
	"or locked, nobody is refused: clients are told to come back. Whoever logs in\n"
	"by a password whose hash is outdated or cheap gets a new one, unless\n"
	"rehash=no.";

const struct checker_type checker_sqlite = {
	.base = {.name = "sqlite",
		 .usage = "PATH[:rehash=no]",
		 .summary = "accounts with hashed passwords and Digest hashes in an SQLite file",
		 .help = sqlite_help},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_DIGEST_HASH | IHASHED_USERNAME,
	.remembered = true,
	.grouped = true,
	.create = sqlite_create,
	.start = sqlite_start,
	.writes = sqlite_writes,
	.request_avatar_id = sqlite_request_avatar_id,
	.generation = sqlite_generation,
	.census = sqlite_census,
	.destroy = sqlite_destroy,
};
