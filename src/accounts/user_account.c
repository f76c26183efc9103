/* Finds one account in its store, has it changed, and keeps that. */
#include "accounts/user_account.h"

#include "accounts/user_print.h"
#include "postern/memory.h"
#include "postern/plugin.h"
#include "postern/precis.h"
#include "postern/secret.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

int user_account_prepare(const char *name, char buffer[static AVATAR_ID_MAX],
			 struct octets *prepared, struct error *error)
{
	if (precis_prepare(PRECIS_USERNAME, octets_from(name), buffer, AVATAR_ID_MAX, prepared) &&
	    !memchr(prepared->data, ':', prepared->length))
		return EX_OK;
	error_set(error,
		  "user name '%s': expected 1 to %d bytes of letters, digits and symbols, without "
		  "':' and spaces",
		  name, AVATAR_ID_MAX);
	return EX_DATAERR;
}

static void user_account_drop(struct arena *arena)
{
	arena_wipe(arena);
	free(arena->memory);
}

static void user_account_make_room(struct arena *arena, size_t size)
{
	user_account_drop(arena);
	*arena = (struct arena){.memory = memory_take(size, 1), .size = size};
}

int user_account_open(struct user_account *user, const struct user_options *options,
		      enum store_use use, struct error *error)
{
	char *directory = realpath(".", NULL);

	user->arena = (struct arena){.memory = NULL};
	user->taken = (struct arena){.memory = NULL};
	user_account_make_room(&user->arena, USER_ACCOUNT_SIZE);
	user->account = (struct stored_account){.name = OCTETS("")};
	user->store = NULL;
	if (!directory) {
		error_set(error, "cannot find the working directory: %s", strerror(errno));
		return EX_IOERR;
	}
	user->store = store_open(use, options->store, directory, store_types, error);
	free(directory);
	if (user->store)
		return EX_OK;
	return error->no_input ? EX_NOINPUT : EX_IOERR;
}

void user_account_close(struct user_account *user)
{
	user_account_drop(&user->arena);
	user_account_drop(&user->taken);
	store_close(user->store);
}

void *user_account_take(struct user_account *user, size_t size)
{
	user_account_make_room(&user->taken, size);
	return arena_take(&user->taken, size);
}

/* What no longer can log in, because another program wrote it, can still be found. */
static struct octets user_account_name(struct user_account *user, const char *name)
{
	struct octets prepared;

	if (precis_prepare(PRECIS_USERNAME, octets_from(name), user->name, sizeof(user->name),
			   &prepared))
		return prepared;
	return octets_from(name);
}

/* By one of the two functions of stores. What another program wrote may be as large as it likes. */
static enum store_finding user_account_seek(
	struct user_account *user,
	enum store_finding (*seek)(struct store *store, struct octets name, struct arena *arena,
				   struct stored_account *account, struct error *error),
	struct octets name, struct error *error)
{
	enum store_finding finding;

	arena_wipe(&user->arena);
	finding = seek(user->store, name, &user->arena, &user->account, error);
	while (finding == STORE_FINDING_TOO_LARGE && user->arena.size < USER_ACCOUNT_SIZE_MAX) {
		user_account_make_room(&user->arena, 2 * user->arena.size);
		finding = seek(user->store, name, &user->arena, &user->account, error);
	}
	return finding;
}

enum store_finding user_account_look_up(struct user_account *user, struct octets name,
					struct error *error)
{
	return user_account_seek(user, store_find, name, error);
}

static int user_account_found(enum store_finding finding)
{
	if (finding < STORE_FINDING_NONE)
		return EX_IOERR;
	return finding == STORE_FINDING_ACCOUNT ? EX_OK : EX_NOUSER;
}

int user_account_find(struct user_account *user, const char *name, struct error *error)
{
	struct octets prepared = user_account_name(user, name);
	int status = user_account_found(user_account_look_up(user, prepared, error));

	if (status == EX_NOUSER)
		error_set(error, "there is no user '%s'", name);
	return status;
}

int user_account_find_next(struct user_account *user, struct error *error)
{
	struct octets name = {.data = user->name, .length = user->account.name.length};

	if (name.length > sizeof(user->name)) {
		error_set(error, "cannot go on behind a name of %zu bytes", name.length);
		return EX_IOERR;
	}
	memcpy(user->name, user->account.name.data, name.length);
	return user_account_found(user_account_seek(user, store_find_next, name, error));
}

int user_account_change(struct user_account *user, struct error *error)
{
	return store_change(user->store, &user->account, error) ? EX_OK : EX_IOERR;
}

/* The store must be open. */
static int user_account_edit_open(struct user_account *user, const struct user_options *options,
				  struct user_edit *edit, struct error *error)
{
	int status;

	if (!store_begin(user->store, error))
		return EX_IOERR;
	status = user_account_find(user, options->operand, error);
	if (status == EX_OK)
		status = edit->write(edit, user, error);
	if (!store_end(user->store, status == EX_OK, error) && status == EX_OK)
		status = EX_IOERR;
	return status;
}

int user_account_edit(const struct user_options *options, struct user_edit *edit,
		      struct error *error)
{
	struct user_account user;
	int status = user_account_open(&user, options, STORE_USE_WRITE, error);

	if (status == EX_OK)
		status = user_account_edit_open(&user, options, edit, error);
	if (status == EX_OK)
		user_print_done(options, edit->done, edit->where, &user.account);
	user_account_close(&user);
	return status;
}
