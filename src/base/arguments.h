/* Parses the one notation that names every plug-in: type:piece:key=value. */
#ifndef BASE_ARGUMENTS_H
#define BASE_ARGUMENTS_H

#include "postern/arguments.h"

/* `directory` (borrowed, absolute) is what relative paths are relative to. NULL, with the error
 * set, when the string ends in a lone backslash or has too many pieces. */
struct arguments *arguments_parse(const char *string, const char *directory, struct error *error);

/* False, with the error set, unless every piece was taken. */
bool arguments_all_taken(const struct arguments *arguments, struct error *error);

/* Wipes the pieces: passwords may be among them. NULL is fine. */
void arguments_destroy(struct arguments *arguments);

#endif
