/*
 * The part of the application file's grammar that libConfuse does not hold people to. Strings end
 * on the line that they begin on. In double quotes a backslash stands before '"', '\' or '$' and
 * nothing else; in single quotes all is as it stands, but for \' and \\. The environment is not
 * read.
 */
#ifndef APPLICATION_SYNTAX_H
#define APPLICATION_SYNTAX_H

#include "postern/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Checks `text`, and overwrites its comments with spaces: libConfuse miscounts the lines behind
 * them. False, with the error set, "LINE: " first. */
bool syntax_check(char *text, size_t length, struct error *error);

#endif
