/* The lines of an import, all of which are there before the store is asked for anything. */
#ifndef ACCOUNTS_USER_IMPORT_INPUT_H
#define ACCOUNTS_USER_IMPORT_INPUT_H

#include "postern/error.h"

#include <stdio.h>

#define USER_IMPORT_MAX (256ul << 20) /* bytes of what is no file */

/* "-" is standard input. What is no regular file is read to its end, into memory: whoever types it,
 * or makes it, keeps nobody from writing meanwhile. NULL with the error set. */
FILE *user_import_open(const char *path, struct error *error);

#endif
