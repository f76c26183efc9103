/* A tree is the files below one directory, and nothing that is not below it. */
#ifndef REALMS_TREE_H
#define REALMS_TREE_H

#include "postern/error.h"
#include "postern/octets.h"

#include <limits.h>
#include <sys/stat.h>

/* One open regular file of a tree. */
struct tree_file {
	char name[PATH_MAX]; /* below the root */
	int descriptor;
	struct stat status; /* at the time of opening */
};

/* A directory is meant, and not a file. */
bool tree_means_directory(struct octets rest);

/* A descriptor of the root; close() it. -1 with the error set when it cannot be opened. */
int tree_open_root(const char *path, struct error *error);

/* Opens what `rest` names, and returns the status of the answer: 200, and the file is open; 301, it
 * is a directory and `rest` does not end with '/' (where it does, the directory's index.html is
 * meant); else there is nothing to give. Symbolic links are followed as long as they stay in the
 * tree. Names that begin with a dot are hidden. */
unsigned int tree_open(int root, struct octets rest, struct tree_file *file);

/* Opens the file whose name is longer by that suffix, if there is one to give. */
bool tree_open_neighbour(int root, const struct tree_file *file, const char *suffix,
			 struct tree_file *neighbour);

/* Opens the directory itself that `rest`, which ends with '/', names, to read what is in it.
 * Returns 200, and it is open; else the status of the answer. */
unsigned int tree_open_directory(int root, struct octets rest, struct tree_file *file);

/* What `name`, a path below the root, leads to. False when it leads to nothing in the tree. */
bool tree_look(int root, const char *name, struct stat *status);

/* Opens the directory that stands right in the root by that name, and is no link: the root of a
 * tree of its own. Returns 200, and the descriptor is to be closed; else the status of the answer,
 * with errno set. */
unsigned int tree_open_child(int root, const char *name, int *descriptor);

#endif
