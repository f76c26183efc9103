/* Runs a program for a checker, and waits for it: the way to verdicts that other programs give. */
#ifndef POSTERN_CHILD_H
#define POSTERN_CHILD_H

#include "postern/error.h"
#include "postern/octets.h"

enum child_end {
	CHILD_FAILED = -1, /* not started, ended by a signal, or timed out; the error says which */
	CHILD_EXITED = 0,
};

struct child {
	char *const *argv;    /* ends with NULL; argv[0] is an absolute path */
	struct octets input;  /* what it reads on descriptor 3, then end of file; at most 64 KiB */
	unsigned int timeout; /* milliseconds until it is killed, with its group */
};

/* Blocks: for callers that may. The child has /dev/null as standard descriptors, an empty signal
 * mask, default dispositions, the cleaned environment, no other descriptor of ours, and dies when
 * we die. At most CHILDREN_MAX run at once, so that a program that hangs takes nothing away from
 * other logins: beyond that it is CHILD_FAILED at once. `status` is the exit status. */
#define CHILDREN_MAX 4
enum child_end child_run(const struct child *child, int *status, struct error *error);

#endif
