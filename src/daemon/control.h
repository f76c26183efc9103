/* The commands that act on a running server (lifecycle section 1.10). */
#ifndef DAEMON_CONTROL_H
#define DAEMON_CONTROL_H

#include "postern/error.h"

#define CONTROL_END 3 /* seconds that a server needs to stop beyond its timeouts */

struct control {
	const char *pid_file; /* as in pid_file_check(), and so the next two */
	const char *chroot;
	const char *rundir;
	unsigned int stop_timeout; /* seconds that the server has to finish its requests */
	unsigned int kill_grace;   /* seconds that its children have after that */
};

/* Each prints what it did on standard output, and returns the status to exit with: one of
 * sysexits(3) with the error set, or one that the Linux Standard Base gives to init scripts, with
 * an empty error. A process that does not hold the pid file's lock is never signalled. */

/* Returns when the server is gone, by SIGKILL if need be: EX_OK, also when there was none. */
int control_stop(const struct control *control, struct error *error);

/* EX_OK when the signal was sent; 7: not running. */
int control_reload(const struct control *control, struct error *error);
int control_rotate(const struct control *control, struct error *error);

/* EX_OK: running; 1: dead, and its pid file is there; 3: not running; 4: unknown, and the error
 * says why. */
int control_status(const struct control *control, struct error *error);

#endif
