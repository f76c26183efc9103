/* What is said of accounts: to people, and as JSON. Never a secret, unless it is asked for. */
#ifndef ACCOUNTS_USER_PRINT_H
#define ACCOUNTS_USER_PRINT_H

#include "accounts/user_options.h"
#include "postern/store.h"

#include <stdio.h>

/* The text with \xHH for what a terminal would act upon. */
void user_print_text(FILE *file, struct octets text);

/* "added 'alice' to sqlite:users.db: Basic, and Digest for 'Example'", or the account as JSON. */
void user_print_done(const struct user_options *options, const char *done, const char *where,
		     const struct stored_account *account);

/* "enabled", "disabled", or "expired". */
const char *user_print_state(const struct stored_account *account);

/* "yescrypt"; "none", when there is no password, and "unknown". */
const char *user_print_scheme(const struct stored_account *account);

/* "Example (MD5, SHA-256), Other (MD5)". Empty when there is none. */
void user_print_spaces(FILE *file, const struct stored_account *account);

/* "staff, admins". The same. */
void user_print_groups(FILE *file, const struct stored_account *account);

/* An object on one line, without a newline. */
void user_print_json(FILE *file, const struct stored_account *account, bool secrets);

#endif
