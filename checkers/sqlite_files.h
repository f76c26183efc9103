/* The files of a store: the one at its path, and those that SQLite keeps beside it; where the path
 * is a symbolic link, beside what that leads to. */
#ifndef CHECKERS_SQLITE_FILES_H
#define CHECKERS_SQLITE_FILES_H

#include "postern/error.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

#define FILES_COMPANIONS 2 /* '-wal' and '-shm' */

/* As they were when they were looked at. */
struct sqlite_files {
	struct stat status;
	ino_t companions[FILES_COMPANIONS]; /* 0: is not there */
	/* The directory of them all, where the links end; empty: is not there. Nothing comes into
	 * it or goes without changing its status, once that is settled. */
	char place[PATH_MAX];
	struct stat directory;
	bool settled;
};

/* The file itself. False, with the error set, when there is none that could be a store. */
bool sqlite_files_find(struct sqlite_files *files, const char *path, struct error *error);

/* Those beside it. */
void sqlite_files_find_companions(struct sqlite_files *files, const char *path);

/* False when one of them is another now, or the file itself has changed. */
bool sqlite_files_are_same(struct sqlite_files *files, const char *path);

/* True when another file stands there now, and beside it what belongs to the one before: SQLite
 * would take the log for the new file's, and mix the two. */
bool sqlite_files_are_mixed_up(const struct sqlite_files *files, const char *path);

#endif
