/*
 * Tries beforehand what the reduced user will have to do: twistd's users learn it weeks later, from
 * a log that was never rotated or a pid file that stayed (lifecycle S6 and section 1.9).
 */
#ifndef DAEMON_PREFLIGHT_H
#define DAEMON_PREFLIGHT_H

#include "base/warn.h"
#include "daemon/identity.h"
#include "postern/error.h"

struct preflight {
	const struct identity *identity;
	const char *chroot;      /* NULL: none */
	const char *rundir;      /* as seen after chroot */
	const char *log_path;    /* as seen before, absolute; NULL: no file */
	const char *access_path; /* the same, of the access log */
	const char *pid_path;    /* as in pid_file_check(); NULL: none */
	const char *reload_path; /* what a reload will read again, as seen before; NULL: nothing */
};

/* Calls `warn` with one line for each thing that will go wrong later, each with the command that
 * repairs it. A forked child tries, as the user and in the root of later; it leaves nothing behind.
 * Returns the number of warnings, the first of which is the error as well. When it cannot try it
 * returns the negated status to exit with, and the error says why. */
int preflight(const struct preflight *plan, warn_function *warn, struct error *error);

#endif
