/* One file or directory that is looked at again and again: is it still the one that it was? */
#ifndef REALMS_KEPT_WATCH_H
#define REALMS_KEPT_WATCH_H

#include "tree.h"

/* Two versions of a file differ in one of these. */
struct kept_watch {
	char *name; /* below the root; NULL: it is none, and always holds */
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified;
	struct timespec changed;
};

void kept_watch_file(struct kept_watch *watch, const struct tree_file *file);

/* Of the directory in which `name` stands. False when it cannot be looked at; to be finished all
 * the same. */
bool kept_watch_directory(struct kept_watch *watch, int root, const char *name);

void kept_watch_finish(struct kept_watch *watch);

/* False while it could change without being seen. `now` is the time of CLOCK_REALTIME. */
bool kept_watch_is_settled(const struct kept_watch *watch, time_t now);

bool kept_watch_holds(const struct kept_watch *watch, int root);

#endif
