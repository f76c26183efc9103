/* Checks against a store of accounts in an SQLite file, which may change at any time. */
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/root.h"
#include "postern/secret.h"
#include "sqlite_slot.h"

#include <assert.h>
#include <stdlib.h>

struct sqlite {
	struct checker base;
	char path[PATH_MAX];
	/* Whoever cannot log in is compared with this HA1. It is random, so that it is never right:
	 * a right answer to a spent challenge would tell that there is no such user. */
	unsigned char nobody[DIGEST_SIZE_MAX];
	_Atomic uint64_t newest; /* generation of the data that any slot has seen */
	struct sqlite_slot *slots[CALLER_SLOTS];
};

static struct sqlite *sqlite_from(struct checker *checker)
{
	return container_of(checker, struct sqlite, base);
}

static struct checker *sqlite_create(struct arguments *arguments, struct error *error)
{
	struct sqlite *sqlite = memory_take(1, sizeof(*sqlite));

	secret_random(sqlite->nobody, sizeof(sqlite->nobody));
	if (arguments_next_path(arguments, sqlite->path, error) &&
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
		sqlite->slots[caller->slot] = sqlite_slot_create(sqlite->path);
	sqlite_slot_look(sqlite->slots[caller->slot], caller, &sqlite->newest);
	return sqlite->slots[caller->slot];
}

static void sqlite_explain(enum reader_finding finding, const struct credentials *credentials,
			   struct error *error)
{
	static const char *const reasons[] = {
		[READER_FINDING_NO_USER] = "unknown user",
		[READER_FINDING_DISABLED] = "account is disabled",
		[READER_FINDING_NO_SECRET] = "no password hash",
		[READER_FINDING_UNUSABLE] = "unusable row",
		[READER_FINDING_SECRET] = "wrong password",
	};

	if (finding == READER_FINDING_SECRET && credentials->stale)
		error_set(error, "right password, spent challenge");
	else
		error_set(error, "%s", reasons[finding]);
}

static enum verdict sqlite_check_password(struct sqlite_slot *slot,
					  const struct credentials *credentials,
					  const struct caller *caller, struct error *error)
{
	struct octets known = {.data = NULL};
	enum password_match match;
	enum reader_finding finding;
	struct reader_secret hash;

	finding = sqlite_slot_find_password(slot, credentials->username, &hash);
	if (finding == READER_FINDING_FAILED)
		return sqlite_slot_cannot_tell(slot, caller, error);
	if (hash.length > 0)
		known = (struct octets){.data = hash.bytes, .length = hash.length};
	/* Always: whoever cannot log in costs a slow hash as well. */
	match = password_verify(credentials_password(credentials), known);
	secret_wipe(&hash, sizeof(hash));
	if (finding == READER_FINDING_SECRET && match == PASSWORD_RIGHT)
		return VERDICT_GRANTED;
	if (finding == READER_FINDING_SECRET && match == PASSWORD_UNUSABLE)
		finding = READER_FINDING_UNUSABLE;
	sqlite_explain(finding, credentials, error);
	return VERDICT_REFUSED;
}

static enum verdict sqlite_check_hash(const struct sqlite *sqlite, struct sqlite_slot *slot,
				      struct credentials *credentials, const struct caller *caller,
				      struct error *error)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	const unsigned char *known = sqlite->nobody;
	enum reader_finding finding;
	struct reader_secret ha1;
	bool right;

	finding = sqlite_slot_find_ha1(slot, credentials->username, space, &ha1);
	if (finding == READER_FINDING_FAILED)
		return sqlite_slot_cannot_tell(slot, caller, error);
	if (finding == READER_FINDING_SECRET)
		known = (const unsigned char *)ha1.bytes;
	right = credentials_check_hash(credentials, known);
	secret_wipe(&ha1, sizeof(ha1));
	if (finding == READER_FINDING_SECRET && right)
		return VERDICT_GRANTED;
	if (finding == READER_FINDING_NO_SECRET)
		error_set(error, "no HA1 for realm '%.*s' and %s", (int)space->realm.length,
			  space->realm.data, digest_algorithm_name(space->algorithm));
	else
		sqlite_explain(finding, credentials, error);
	return VERDICT_REFUSED;
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
	if (common & IUSERNAME_DIGEST_HASH)
		verdict = sqlite_check_hash(sqlite_from(checker), slot, credentials, caller, error);
	else if (caller->may_block)
		verdict = sqlite_check_password(slot, credentials, caller, error);
	else
		return VERDICT_LATER;
	if (verdict == VERDICT_GRANTED)
		avatar_id_set(avatar_id, credentials->username);
	return verdict;
}

static uint64_t sqlite_generation(struct checker *checker, const struct caller *caller)
{
	return sqlite_slot(checker, caller)->look.generation;
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
	"when another file is renamed over this one. While the file is missing, damaged or\n"
	"locked, nobody is refused: clients are told to come back.";

const struct checker_type checker_sqlite = {
	.base = {.name = "sqlite",
		 .usage = "PATH",
		 .summary = "accounts with hashed passwords and Digest hashes in an SQLite file",
		 .help = sqlite_help},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_DIGEST_HASH,
	.remembered = true,
	.create = sqlite_create,
	.start = sqlite_start,
	.writes = sqlite_writes,
	.request_avatar_id = sqlite_request_avatar_id,
	.generation = sqlite_generation,
	.destroy = sqlite_destroy,
};
