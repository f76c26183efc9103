/* The root directory that the process will have, for plug-ins that open files later. */
#ifndef POSTERN_ROOT_H
#define POSTERN_ROOT_H

#include "postern/error.h"

#include <limits.h>
#include <stdbool.h>

/* Turns an absolute path into the one that leads to the same file when `root` has become "/". NULL:
 * the root directory stays. False, with the error set, when the file is not below it. */
bool root_enter(const char *root, char path[PATH_MAX], struct error *error);

#endif
