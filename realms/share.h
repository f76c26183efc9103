/* A share is a directory that the arguments of a realm name, to give the files of. */
#ifndef REALMS_SHARE_H
#define REALMS_SHARE_H

#include "directory.h"
#include "postern/arguments.h"

#include <limits.h>

struct share {
	char path[PATH_MAX];
	int root;                /* as of tree_open_root(); -1 until it is opened */
	struct kept_files *kept; /* from then on */
};

/* Takes the next piece as its path. False, with the error set, unless that can be opened now. */
bool share_take(struct share *share, struct arguments *arguments, struct error *error);

/* The same with a piece that was taken already. */
bool share_set(struct share *share, const struct arguments *arguments, struct octets piece,
	       struct error *error);

/* For start() of a realm: opens it in the root directory that `root` has become. False with the
 * error set. */
bool share_open(struct share *share, const char *root, struct error *error);

void share_close(struct share *share);

/* To answer requests with, once it is open. */
struct directory share_directory(const struct share *share,
				 const struct directory_options *options);

#endif
