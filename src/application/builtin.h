/* The application that runs when none is given: a demonstration, with passwords everybody knows. */
#ifndef APPLICATION_BUILTIN_H
#define APPLICATION_BUILTIN_H

#include "application/description.h"

/* The text of an application file. */
extern const char builtin_text[];

/* The same statuses as file_read(). Its relative paths are relative to the checkout that the
 * program was built in, or to PREFIX/share/postern when it is installed. */
int builtin_read(struct description **description, struct error *error);

/* Says on standard output what to try, at a server that listens at `url` and serves what stands in
 * `directory`. */
void builtin_print_hints(const char *url, const char *directory);

#endif
