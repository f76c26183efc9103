/* Checks against a file of user:password lines, which may change at any time. */
#include "file_accounts.h"

#include "postern/container.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

/* What one slot has read. Each reads for itself, so that none waits for another. */
struct file_slot {
	uint64_t turn;             /* when it last looked */
	uint64_t generation;       /* of what it has */
	struct accounts *accounts; /* NULL: they could not be read, the error says why */
	struct stat status;        /* of the file when it was read */
	bool settled;              /* that status tells this content from any later one */
	struct error error;
};

struct file {
	struct checker base;
	char path[PATH_MAX];
	_Atomic uint64_t generation; /* of the newest that any slot has read */
	struct file_slot *slots[CALLER_SLOTS];
};

static struct file *file_from(struct checker *checker)
{
	return container_of(checker, struct file, base);
}

static struct checker *file_create(struct arguments *arguments, struct error *error)
{
	struct file *file = calloc(1, sizeof(*file));
	struct accounts *accounts = NULL;
	struct stat status;

	if (!file)
		abort();
	if (arguments_next_path(arguments, file->path, error))
		accounts = file_accounts_read(file->path, &status, error);
	if (!accounts) {
		free(file);
		return NULL;
	}
	accounts_destroy(accounts);
	return &file->base;
}

/* The time of change, and not that of modification, because nobody can set it back. */
static bool file_is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Two changes within one tick of the file system's clock have the same time: what had changed just
 * before it was read may have changed again unseen. */
static bool file_is_settled(const struct stat *status, time_t when_read)
{
	return llabs((long long)when_read - status->st_ctim.tv_sec) > 1;
}

static void file_look(struct file *file, struct file_slot *slot)
{
	struct timespec now;
	struct stat status;

	clock_gettime(CLOCK_REALTIME, &now);
	/* Taken before looking: it never names anything newer than what this slot has. */
	slot->generation = atomic_load(&file->generation);
	if (slot->accounts && slot->settled && stat(file->path, &status) == 0 &&
	    file_is_same(&status, &slot->status))
		return;
	slot->generation = atomic_fetch_add(&file->generation, 1) + 1;
	accounts_destroy(slot->accounts);
	slot->accounts = file_accounts_read(file->path, &slot->status, &slot->error);
	slot->settled = slot->accounts && file_is_settled(&slot->status, now.tv_sec);
}

static struct file_slot *file_slot(struct file *file, const struct caller *caller)
{
	struct file_slot **slot = &file->slots[caller->slot];

	assert(caller->slot < CALLER_SLOTS);
	if (*slot && (*slot)->turn == caller->turn)
		return *slot;
	if (!*slot) {
		*slot = calloc(1, sizeof(**slot));
		if (!*slot)
			abort();
	}
	(*slot)->turn = caller->turn;
	file_look(file, *slot);
	return *slot;
}

static enum verdict file_request_avatar_id(struct checker *checker, struct credentials *credentials,
					   const struct caller *caller, struct avatar_id *avatar_id,
					   struct error *error)
{
	const struct file_slot *slot = file_slot(file_from(checker), caller);

	if (!slot->accounts) {
		*error = slot->error;
		return VERDICT_UNAVAILABLE;
	}
	return accounts_check(slot->accounts, credentials, avatar_id, error);
}

static uint64_t file_generation(struct checker *checker, const struct caller *caller)
{
	return file_slot(file_from(checker), caller)->generation;
}

static void file_destroy(struct checker *checker)
{
	struct file *file = file_from(checker);

	for (size_t i = 0; i < CALLER_SLOTS; i++) {
		if (file->slots[i])
			accounts_destroy(file->slots[i]->accounts);
		free(file->slots[i]);
	}
	free(file);
}

const struct checker_type checker_file = {
	.name = "file",
	.usage = "PATH",
	.summary = "a file of user:password lines, in the clear",
	.help = "The password is what follows the first ':'. Blank lines and lines that begin "
		"with\n"
		"'#' do not count. A change counts from the next request; write it to another "
		"file\n"
		"and rename that, so that nobody sees half of it. While the file is missing,\n"
		"malformed or larger than 16 MiB, nobody is refused: clients are told to come "
		"back.",
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD,
	.create = file_create,
	.request_avatar_id = file_request_avatar_id,
	.generation = file_generation,
	.destroy = file_destroy,
};
