/*
 * The pid file: says who serves, and by its locks keeps a second one out. Locks, not guesses,
 * decide (lifecycle S3, S12, S19 and section 1.5).
 */
#ifndef DAEMON_PID_FILE_H
#define DAEMON_PID_FILE_H

#include "postern/error.h"

#include <stdbool.h>
#include <sys/types.h>

struct pid_file;

/* Opens and locks the file that `path` names inside the root directory `chroot` (NULL: the present
 * one), before that is entered. A relative path is relative to `rundir` there (NULL: "/", and the
 * working directory without a chroot). What a dead server left is emptied, with a line in the log.
 * Returns EX_OK; EX_TEMPFAIL "another server is running, PID n"; EX_DATAERR when something else
 * stands in it; EX_CANTCREAT. */
int pid_file_check(const char *path, const char *chroot, const char *rundir,
		   struct pid_file **pid_file, struct error *error);

/* After chroot: from now on its path begins at the present root. */
void pid_file_enter(struct pid_file *pid_file);

/* Where it is, absolute, as seen from the root directory that the last call has left. */
const char *pid_file_directory(const struct pid_file *pid_file);

/* Writes the number of this process, which from now on holds the lock that names it. It must not
 * open and close the file by other ways: that drops the lock. Returns EX_OK or EX_IOERR. */
int pid_file_write(struct pid_file *pid_file, struct error *error);

/* Removes the file, or empties it where this user may not remove it, or leaves it alone if it is no
 * longer ours; says so in the log. Frees. NULL is fine. */
void pid_file_remove(struct pid_file *pid_file);

/* What the kernel and the file say of who serves. */
enum pid_file_state {
	PID_FILE_NONE,  /* there is none, or one that a server emptied when it ended */
	PID_FILE_DEAD,  /* it is there, and nobody holds it; `pid` is whom it names */
	PID_FILE_BUSY,  /* somebody holds it who has not said who; ask again a little later */
	PID_FILE_ALIVE, /* `pid` holds it */
};

struct pid_file_view {
	enum pid_file_state state;
	pid_t pid;
	time_t since;      /* when it was written */
	bool text_differs; /* it names somebody else than its holder */
};

/* The holder is who the kernel says, whatever the text says: whoever may write to the directory may
 * write any number. `removes`: a file that nobody holds is removed on the way. Returns EX_OK;
 * EX_NOPERM when this user cannot know; EX_DATAERR when it is not a pid file. */
int pid_file_look(const char *path, const char *chroot, const char *rundir, bool removes,
		  struct pid_file_view *view, struct error *error);

#endif
