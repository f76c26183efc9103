/* One account in its store: found, changed as a verb says, and kept. */
#ifndef ACCOUNTS_USER_ACCOUNT_H
#define ACCOUNTS_USER_ACCOUNT_H

#include "accounts/user_options.h"
#include "cred/store.h"
#include "postern/avatar_id.h"

/* Bytes of all that an account has: room for most, and for any. */
#define USER_ACCOUNT_SIZE     (64ul << 10)
#define USER_ACCOUNT_SIZE_MAX (64ul << 20)

/* Secrets are in here: close it, and they are wiped. */
struct user_account {
	struct store *store;
	struct stored_account account; /* in the arena */
	struct arena arena;            /* its memory is for free() */
	struct arena taken;            /* the same */
	char name[AVATAR_ID_MAX];
};

/* All of the following return a status to exit with, and set the error unless it is EX_OK. */

int user_account_open(struct user_account *user, const struct user_options *options,
		      enum store_use use, struct error *error);
void user_account_close(struct user_account *user);

/* EX_NOUSER when there is none. Whatever was found before is gone. */
int user_account_find(struct user_account *user, const char *name, struct error *error);

/* The same of exactly that name, which is not in the arena; and what the store says. */
enum store_finding user_account_look_up(struct user_account *user, struct octets name,
					struct error *error);

/* The first account of all after user_account_open(), then the one behind the one that was found.
 * EX_NOUSER, and no error, behind the last one. */
int user_account_find_next(struct user_account *user, struct error *error);

/* What a verb does with an account that there is. A verb embeds it in a struct of its own. */
struct user_edit {
	const char *done;  /* "deleted", in the report */
	const char *where; /* "from" */

	/* Between store_begin() and store_end(): writes, and says what is there from then on. */
	int (*write)(struct user_edit *edit, struct user_account *user, struct error *error);
};

/* Opens the store, finds the account, has it written, and reports that. */
int user_account_edit(const struct user_options *options, struct user_edit *edit,
		      struct error *error);

/* The same for a `write` that has changed the account. */
int user_account_change(struct user_account *user, struct error *error);

/* Memory for what the account gets, until the next call. */
void *user_account_take(struct user_account *user, size_t size);

/* A name as it logs in. EX_DATAERR when it cannot. */
int user_account_prepare(const char *name, char buffer[static AVATAR_ID_MAX],
			 struct octets *prepared, struct error *error);

#endif
