/* The password that somebody gives an account, and the hashes that are kept of it. */
#ifndef ACCOUNTS_USER_PASSWORD_H
#define ACCOUNTS_USER_PASSWORD_H

#include "accounts/user_account.h"
#include "base/password_line.h"
#include "postern/password.h"

/* A password and its hash, in one place to wipe. */
struct user_password {
	char line[PASSWORD_LINE_MAX];
	char again[PASSWORD_LINE_MAX];
	char prepared[PASSWORD_MAX];
	char hash[PASSWORD_HASH_MAX];
	struct octets text; /* in `prepared` */
};

/* Asks for it, or reads it, and hashes it. EX_OK, or a status to exit with and the error set.
 * Wiped by the caller in any case. */
int user_password_read(struct user_password *password, const struct user_options *options,
		       struct error *error);

/* Gives it to the account: for Basic, and for Digest in each protection space that the account has
 * and in those of --name. */
void user_password_set(const struct user_password *password, const struct user_options *options,
		       struct user_account *user);

#endif
