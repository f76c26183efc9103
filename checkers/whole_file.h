/* Reads a file of lines, whole or not at all. */
#ifndef CHECKERS_WHOLE_FILE_H
#define CHECKERS_WHOLE_FILE_H

#include "postern/error.h"
#include "postern/octets.h"

#include <sys/stat.h>

struct whole_file {
	char *text; /* NULL: not read */
	size_t length;
	struct stat status; /* before it was read */
};

/* False, with the error set, when the file cannot be read, is too large, or is being written. */
bool whole_file_read(const char *path, struct whole_file *file, struct error *error);

struct octets whole_file_text(const struct whole_file *file);

/* Wipes the text. */
void whole_file_discard(struct whole_file *file);

/* Cuts the first line off, without what ends it: a newline, or a carriage return and a newline. */
struct octets whole_file_cut_line(struct octets *text);

#endif
