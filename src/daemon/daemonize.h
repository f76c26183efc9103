/*
 * Becomes a daemon, and lets the process that was started tell the truth: it ends with 0 only when
 * the daemon serves, and it never hangs (lifecycle S11 and section 1.4).
 */
#ifndef DAEMON_DAEMONIZE_H
#define DAEMON_DAEMONIZE_H

#include "postern/error.h"

#include <stdbool.h>

/* The daemon's end of the pipe to the process that waits for it. In the foreground it leads
 * nowhere, and everything below is fine. */
struct status_pipe {
	int descriptor; /* -1: nobody waits */
};

/* Forks twice; the daemon leads a session and a process group of its own, its number is that of all
 * three, its standard descriptors are `null` (open on /dev/null), and it ignores the signals of
 * terminals. Returns in the daemon, EX_OK.
 *
 * The process that was started stays inside: it prints what the daemon says, and ends with the
 * status that fits: the daemon's, EX_OSERR when it died, EX_TEMPFAIL when it was not ready after
 * `timeout` seconds (and was ended), 128 and the number of the signal when somebody interrupted it
 * (130: SIGINT, 143: SIGTERM; the daemon was ended; a second one kills it). Only if there has never
 * been a daemon, most often because it cannot fork, it returns such a status with the error set, so
 * that the caller can undo what it has done. */
int daemonize(int null, unsigned int timeout, const char *log_path, struct status_pipe *pipe,
	      struct error *error);

/* The last step that began: the one that is named if the daemon dies. */
void status_pipe_step(struct status_pipe *pipe, const char *step);

/* Each ends the talk: ready, or failed with a status (not 0) and one line, which is printed as it
 * stands; then the daemon has 5 seconds to undo its start and to end. */
void status_pipe_ready(struct status_pipe *pipe);
void status_pipe_fail(struct status_pipe *pipe, int status, const char *line);

#endif
