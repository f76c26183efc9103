/* The directories in which a confined process may still write (lifecycle section 1.8). */
#ifndef DAEMON_PLACES_H
#define DAEMON_PLACES_H

#include "base/text_set.h"

#include <stdbool.h>
#include <stddef.h>

enum place_use {
	PLACE_WRITE,  /* files and directories in it may be made, changed and removed */
	PLACE_REMOVE, /* only its files may be removed: a pid file, a socket */
};

struct place {
	char *directory; /* absolute, without links */
	enum place_use use;
};

/* Zeroed, there is none. */
struct places {
	struct place *items;
	size_t count;
	struct text_set written; /* their directories, of PLACE_WRITE */
};

/* Adds a directory, or that of a file; one to write to is there once, whoever else writes to it.
 * False, with errno set, when this user cannot find it. */
bool places_add(struct places *places, const char *path, enum place_use use);

/* True when files may be made in this directory, or beside this file; also when it is not there,
 * for then that is what is wrong with it. */
bool places_hold(const struct places *places, const char *path);

void places_finish(struct places *places);

#endif
