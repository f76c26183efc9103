/*
 * Every plug-in is named by one string, `type:piece:piece:key=value` (Twisted's strcred and
 * endpoint strings). Within it `:` separates and a backslash takes the next character as it is. A
 * piece is an option only to a plug-in that asks for its key: "a=b" may be a password as well.
 */
#ifndef POSTERN_ARGUMENTS_H
#define POSTERN_ARGUMENTS_H

#include "postern/error.h"
#include "postern/octets.h"

#include <limits.h>
#include <stdbool.h>

struct arguments;

/* The type: what stands before the first ':'. NUL-terminated, never absent, perhaps empty. */
const char *arguments_type(const struct arguments *arguments);

/* How many pieces nobody has taken yet. */
size_t arguments_left(const struct arguments *arguments);

/* Takes the next piece, unescaped and NUL-terminated; false when there is none. Lives as long as
 * the arguments do: until create() returns. */
bool arguments_next(struct arguments *arguments, struct octets *piece);

/* Takes the option `key=value`, wherever it stands; false when there is none. A backslash before
 * the '=' makes it no option. */
bool arguments_option(struct arguments *arguments, const char *key, struct octets *value);

/* Takes `key=yes` or `key=no`; without it the choice stays as it is. False, with the error set,
 * when it is something else. */
bool arguments_choice(struct arguments *arguments, const char *key, bool *choice,
		      struct error *error);

/* Makes a path of a piece or of an option's value. A relative one is relative to the application
 * file (on the command line: to the working directory). The path is for now: in another root
 * directory it would be another. False, with the error set, when it is empty, too long or not below
 * our root directory. */
bool arguments_path(const struct arguments *arguments, struct octets piece, char path[PATH_MAX],
		    struct error *error);

/* Takes the next piece as a path. False, with the error set, also when there is none. */
bool arguments_next_path(struct arguments *arguments, char path[PATH_MAX], struct error *error);

#endif
