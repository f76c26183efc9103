/* Parses the one notation that names every plug-in: type:piece:key=value. */
#ifndef BASE_ARGUMENTS_H
#define BASE_ARGUMENTS_H

#include "postern/arguments.h"

/* Where the author of a string stands; all borrowed. */
struct origin {
	const char *directory; /* absolute: relative paths are relative to it */
	const char *root;      /* what our root directory is called there; NULL: the same */
};

/* NULL, with the error set, when the string ends in a lone backslash or has too many pieces. */
struct arguments *arguments_parse(const char *string, struct origin origin, struct error *error);

/* False, with the error set, unless every piece was taken. */
bool arguments_all_taken(const struct arguments *arguments, struct error *error);

/* Wipes the pieces: passwords may be among them. NULL is fine. */
void arguments_destroy(struct arguments *arguments);

#endif
