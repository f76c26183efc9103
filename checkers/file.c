/* Checks against a file of user:password lines, which may change at any time. */
#include "file_accounts.h"
#include "look.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/root.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

/* What one slot has read. Each reads for itself, so that none waits for another. */
struct file_slot {
	struct look look;
	struct accounts *accounts; /* NULL: they could not be read, the error says why */
	struct stat status;        /* of the file when it was read */
	bool settled;              /* that status tells this content from any later one */
	struct error error;
};

struct file {
	struct checker base;
	char path[PATH_MAX];
	_Atomic uint64_t newest; /* generation that any slot has read */
	struct file_slot *slots[CALLER_SLOTS];
};

static struct file *file_from(struct checker *checker)
{
	return container_of(checker, struct file, base);
}

/* Keeps nothing: each slot reads for itself. */
static bool file_try(const char *path, struct error *error)
{
	struct stat status;
	struct accounts *accounts = file_accounts_read(path, &status, error);

	accounts_destroy(accounts);
	return accounts != NULL;
}

static struct checker *file_create(struct arguments *arguments, struct error *error)
{
	struct file *file = memory_take(1, sizeof(*file));

	if (arguments_next_path(arguments, file->path, error) && file_try(file->path, error))
		return &file->base;
	free(file);
	return NULL;
}

static bool file_start(struct checker *checker, const char *root, struct error *error)
{
	struct file *file = file_from(checker);

	return root_enter(root, file->path, error) && file_try(file->path, error);
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
	if (slot->accounts && slot->settled && stat(file->path, &status) == 0 &&
	    look_is_same_file(&status, &slot->status))
		return;
	look_found_change(&slot->look, &file->newest);
	accounts_destroy(slot->accounts);
	slot->accounts = file_accounts_read(file->path, &slot->status, &slot->error);
	slot->settled = slot->accounts && file_is_settled(&slot->status, now.tv_sec);
}

static struct file_slot *file_slot(struct file *file, const struct caller *caller)
{
	struct file_slot *slot;

	assert(caller->slot < CALLER_SLOTS);
	if (!file->slots[caller->slot])
		file->slots[caller->slot] = memory_take(1, sizeof(*slot));
	slot = file->slots[caller->slot];
	if (look_is_due(&slot->look, caller, &file->newest))
		file_look(file, slot);
	return slot;
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
	return file_slot(file_from(checker), caller)->look.generation;
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

static const char file_help[] =
	"The password is what follows the first ':'. Blank lines and lines that begin\n"
	"with '#' do not count. Names and passwords are UTF-8 as RFC 8265 prepares it:\n"
	"in normal form C, without control characters. A change counts from the next\n"
	"request; write it to another file and rename that, so that nobody sees half of\n"
	"it. While the file is missing, malformed or larger than 16 MiB, nobody is\n"
	"refused: clients are told to come back.";

const struct checker_type checker_file = {
	.base = {.name = "file",
		 .usage = "PATH",
		 .summary = "a file of user:password lines, in the clear",
		 .help = file_help},
	.interfaces = ACCOUNTS_INTERFACES,
	.create = file_create,
	.start = file_start,
	.request_avatar_id = file_request_avatar_id,
	.generation = file_generation,
	.destroy = file_destroy,
};
