/* Where a file is: a name in a directory of a root directory that is not entered yet, or is. */
#ifndef DAEMON_ROOTED_PATH_H
#define DAEMON_ROOTED_PATH_H

struct rooted_path {
	char *label;     /* as seen from outside, for messages */
	char *root;      /* NULL: the present one */
	char *directory; /* absolute, as seen from the root */
	char *name;      /* in the directory; "." when the path ends in a '/' */
};

/* A relative path is relative to `rundir`, and that to "/" in `root` (NULL: none), else to the
 * working directory. NULL is a `rundir` that was not given. */
void rooted_path_init(struct rooted_path *place, const char *path, const char *root,
		      const char *rundir);
void rooted_path_finish(struct rooted_path *place);

/* After chroot: from now on the path begins at the present root. */
void rooted_path_enter(struct rooted_path *place);

/* The directory, for openat() and its kin; -1 with errno set. To be closed soon: one that was
 * opened before chroot is a way out of it. */
int rooted_path_open_directory(const struct rooted_path *place);

#endif
