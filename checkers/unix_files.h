/* The three files of the system's accounts, each of which may change at any time. */
#ifndef CHECKERS_UNIX_FILES_H
#define CHECKERS_UNIX_FILES_H

#include "unix_tables.h"

struct unix_files {
	struct watched_file files[UNIX_FILES];
};

/* Zeroed before; takes the options that name other files than those in /etc. False, with the error
 * set, when one of them cannot be read now; either way unix_files_finish() is owed. */
bool unix_files_init(struct unix_files *files, struct arguments *arguments, struct error *error);
void unix_files_finish(struct unix_files *files);

/* As of a checker. */
bool unix_files_start(struct unix_files *files, const char *root, struct error *error);
bool unix_files_census(const struct unix_files *files, struct census *census, struct error *error);
uint64_t unix_files_generation(struct unix_files *files, const struct caller *caller);

/* False, with the error set, when one of them cannot tell. */
bool unix_files_look(struct unix_files *files, const struct caller *caller,
		     struct unix_tables *tables, struct error *error);

#endif
