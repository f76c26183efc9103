/* Checks against accounts that stand in the checker's string itself. */
#include "accounts.h"

#include "postern/container.h"
#include "postern/memory.h"

#include <stdlib.h>

struct memory {
	struct checker base;
	struct accounts *accounts;
};

static struct memory *memory_from(struct checker *checker)
{
	return container_of(checker, struct memory, base);
}

static bool memory_fill(struct accounts *accounts, struct arguments *arguments, struct error *error)
{
	struct account account = {.line = 0};

	while (arguments_next(arguments, &account.name)) {
		if (!arguments_next(arguments, &account.password)) {
			/* Says not which: an unescaped ':' may have made a piece of a password the
			 * last. */
			error_set(error, "expected a password for the last user name");
			return false;
		}
		if (!accounts_add(accounts, &account, error))
			return false;
	}
	if (account.name.data)
		return accounts_complete(accounts, error);
	error_set(error, "expected USER:PASSWORD");
	return false;
}

static struct checker *memory_create(struct arguments *arguments, struct error *error)
{
	struct accounts *accounts = accounts_create();
	struct memory *memory;

	if (!memory_fill(accounts, arguments, error)) {
		accounts_destroy(accounts);
		return NULL;
	}
	memory = memory_take(1, sizeof(*memory));
	memory->accounts = accounts;
	return &memory->base;
}

static enum verdict memory_request_avatar_id(struct checker *checker,
					     struct credentials *credentials,
					     const struct caller *caller,
					     struct avatar_id *avatar_id, struct error *error)
{
	(void)caller;
	return accounts_check(memory_from(checker)->accounts, credentials, avatar_id, error);
}

static void memory_destroy(struct checker *checker)
{
	struct memory *memory = memory_from(checker);

	accounts_destroy(memory->accounts);
	free(memory);
}

static const char memory_help[] =
	"A ':' within a password is written '\\:'. Passwords on a command line can be\n"
	"read by every user of the machine, until the server has hidden them, and stay\n"
	"in the history of the shell.";

const struct checker_type checker_memory = {
	.base = {.name = "memory",
		 .usage = "USER:PASSWORD[:USER:PASSWORD...]",
		 .summary = "accounts in the string itself: for tests and demonstrations",
		 .help = memory_help},
	.interfaces = ACCOUNTS_INTERFACES,
	.create = memory_create,
	.request_avatar_id = memory_request_avatar_id,
	.destroy = memory_destroy,
};
