/* All accounts of a store, one behind the other. */
#ifndef ACCOUNTS_USER_LIST_H
#define ACCOUNTS_USER_LIST_H

#include "accounts/user_account.h"

/* Writes them to standard output as an array, one account a line. EX_OK, or a status to exit with
 * and the error set. */
int user_list_json(struct user_account *user, bool secrets, struct error *error);

#endif
