/* The application file (Twisted: a TAC file), read with libConfuse into a description. */
#ifndef APPLICATION_FILE_H
#define APPLICATION_FILE_H

#include "application/description.h"

#define FILE_SIZE_MAX (4 * 1024 * 1024) /* bytes: 10,000 portals fit */

/* EX_OK with the description, EX_NOINPUT when the file cannot be read, EX_CONFIG when it is wrong:
 * the error begins with FILE:LINE. Relative paths in it are relative to the file's directory.
 * `root` is what our root directory is called in `path`, as in root_enter(). */
int file_read(const char *path, const char *root, struct description **description,
	      struct error *error);

/* The same for a text; its comments are overwritten. NULL with the error set. */
struct description *file_parse(char *text, size_t length, const char *source, const char *directory,
			       struct error *error);

#endif
