/* One file or directory that is looked at again and again: is it still the one that it was? */
#ifndef REALMS_KEPT_WATCH_H
#define REALMS_KEPT_WATCH_H

#include "file_version.h"
#include "tree.h"

struct kept_watch {
	char *name; /* below the root; NULL: it is none, and always holds */
	struct file_version version;
};

void kept_watch_file(struct kept_watch *watch, const struct tree_file *file);

/* Of the directory in which `name` stands. False when it cannot be looked at; to be finished all
 * the same. */
bool kept_watch_directory(struct kept_watch *watch, int root, const char *name);

void kept_watch_finish(struct kept_watch *watch);

/* As of file_version_is_settled(). */
bool kept_watch_is_settled(const struct kept_watch *watch, time_t now);

bool kept_watch_holds(const struct kept_watch *watch, int root);

#endif
