/* A directory of its own for each test that writes files. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include "postern/octets.h"

#include <stdbool.h>

/* A checked fixture. */
void scratch_setup(void);
void scratch_teardown(void);

/* Absolute. */
const char *scratch_directory(void);

/* The path of a file in it. Valid until the fourth call from now. */
const char *scratch_path(const char *name);

/* Something has that name, be it a link to nothing. */
bool scratch_exists(const char *name);

/* What is in the file, with a NUL behind it; at most 64 KiB. Valid until the next call. */
const char *scratch_read(const char *name);

/* Makes the file, or overwrites it in place. */
void scratch_write(const char *name, struct octets text);

/* Makes a new file, and renames it to that name. */
void scratch_replace(const char *name, struct octets text);

#endif
