/* `postern user add` and `passwd`: a password for a new account, or for one that there is. */
#include "accounts/user_password.h"
#include "accounts/user_print.h"
#include "accounts/user_verbs.h"
#include "postern/container.h"
#include "postern/secret.h"

#include <stdio.h>
#include <sysexits.h>

static int user_add_account(const struct user_options *options,
			    const struct user_password *password, struct octets name,
			    struct error *error)
{
	struct user_account user;
	int status = user_account_open(&user, options, STORE_USE_MAKE, error);

	user.account = (struct stored_account){
		.name = name,
		.groups = options->groups.items,
		.group_count = options->groups.count,
		.expires = options->expires,
	};
	if (status == EX_OK)
		user_password_set(password, options, &user);
	if (status == EX_OK && !store_add(user.store, &user.account, error))
		status = EX_CANTCREAT;
	if (status == EX_OK)
		user_print_done(options, "added", "to", &user.account);
	user_account_close(&user);
	return status;
}

/* Nobody types a password in vain. What is wrong with the store is said by who writes to it. */
static int user_add_expect(const struct user_options *options, struct error *error)
{
	struct user_account user;
	struct error unread;
	bool taken = user_account_open(&user, options, STORE_USE_READ, &unread) == EX_OK &&
		     user_account_find(&user, options->operand, &unread) == EX_OK;

	user_account_close(&user);
	if (!taken)
		return EX_OK;
	error_set(error, "account '%s' exists already", options->operand);
	return EX_CANTCREAT;
}

static int user_add(const struct user_options *options, struct error *error)
{
	struct user_password password;
	char buffer[AVATAR_ID_MAX];
	struct octets name;
	int status = user_account_prepare(options->operand, buffer, &name, error);

	if (status == EX_OK)
		status = user_add_expect(options, error);
	if (status != EX_OK)
		return status;
	status = user_password_read(&password, options, error);
	if (status == EX_OK)
		status = user_add_account(options, &password, name, error);
	secret_wipe(&password, sizeof(password));
	return status;
}

const struct user_verb user_verb_add = {
	.name = "add",
	.operand = "USER",
	.options = "npgej",
	.summary = "make an account, and the store if there is none",
	.help = "",
	.run = user_add,
};

struct user_passwd {
	struct user_edit base;
	const struct user_options *options;
	struct user_password password;
};

static int user_passwd_write(struct user_edit *edit, struct user_account *user, struct error *error)
{
	struct user_passwd *passwd = container_of(edit, struct user_passwd, base);

	user_password_set(&passwd->password, passwd->options, user);
	return user_account_change(user, error);
}

static int user_passwd_expect(const struct user_options *options, struct error *error)
{
	struct user_account user;
	int status = user_account_open(&user, options, STORE_USE_WRITE, error);

	if (status == EX_OK)
		status = user_account_find(&user, options->operand, error);
	user_account_close(&user);
	return status;
}

static int user_passwd(const struct user_options *options, struct error *error)
{
	struct user_passwd passwd = {
		.base = {.done = "changed the password of",
			 .where = "in",
			 .write = user_passwd_write},
		.options = options,
	};
	int status = user_passwd_expect(options, error);

	if (status != EX_OK)
		return status;
	status = user_password_read(&passwd.password, options, error);
	if (status == EX_OK)
		status = user_account_edit(options, &passwd.base, error);
	secret_wipe(&passwd, sizeof(passwd));
	return status;
}

const struct user_verb user_verb_passwd = {
	.name = "passwd",
	.operand = "USER",
	.options = "npj",
	.summary = "change a password",
	.help = "For Basic, and for Digest in all protection spaces that USER has; --name adds\n"
		"more.\n",
	.run = user_passwd,
};
