/* Reads a file of user:password lines. */
#ifndef CHECKERS_FILE_ACCOUNTS_H
#define CHECKERS_FILE_ACCOUNTS_H

#include "accounts.h"

#include <sys/stat.h>

/* What the file was like before it was read goes to `status`. NULL, with the error set, when it
 * cannot be read or is malformed. */
struct accounts *file_accounts_read(const char *path, struct stat *status, struct error *error);

#endif
