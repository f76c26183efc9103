/* Whether nobody but root and this process' user can say what a path leads to. */
#ifndef BASE_TRUSTED_PATH_H
#define BASE_TRUSTED_PATH_H

#include "postern/error.h"

#include <sys/stat.h>

/* False, with the error set, when it belongs to anybody else. The path is for the error. */
bool trusted_path_is_ours(const char *path, const struct stat *status, struct error *error);

/* True for a regular file that root or this process' user owns, and every directory above it, and
 * that nobody else can write to or put another in the place of: a directory that others write to
 * must be sticky, like /tmp. A symbolic link anywhere in the path is an error, because what it
 * leads to stands elsewhere. The path is absolute. False with the error set. */
bool trusted_path_check(const char *path, struct error *error);

#endif
