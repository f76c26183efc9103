/* Runs a program for a checker, and waits for it: the way to verdicts that other programs give. */
#ifndef POSTERN_CHILD_H
#define POSTERN_CHILD_H

#include "postern/error.h"
#include "postern/octets.h"

/* The error says more of each but CHILD_EXITED. */
enum child_end {
	CHILD_BUSY = -3,      /* not started: as many as may run run already, or we stop */
	CHILD_TIMED_OUT = -2, /* it took too long, and was killed */
	CHILD_FAILED = -1,    /* could not be started, or was ended by a signal */
	CHILD_EXITED = 0,
};

#define CHILD_INPUT_MAX (64 * 1024) /* bytes */
#define CHILDREN_MAX    4           /* that run at once */

struct child {
	char *const *argv;    /* ends with NULL; argv[0] is an absolute path */
	struct octets input;  /* what it reads on descriptor 3, then end of file */
	unsigned int timeout; /* milliseconds until it is killed, with all that it has started */
};

/* Blocks: for callers that may. The child has /dev/null as standard descriptors, an empty signal
 * mask, default dispositions, the cleaned environment, no other descriptor of ours, and dies when
 * we die. At most CHILDREN_MAX run at once, so that a program that hangs takes nothing away from
 * other logins: beyond that it is CHILD_BUSY at once. `status` is the exit status. */
enum child_end child_run(const struct child *child, int *status, struct error *error);

#endif
