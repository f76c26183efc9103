/* Runs a function in a process of its own, for what would change the test's, and keeps what it
 * says. */
#ifndef FORKED_H
#define FORKED_H

#include <stddef.h>
#include <sys/types.h>

struct forked {
	pid_t pid;
	int output;       /* what is written to its standard output and error */
	char text[16384]; /* the same, read; ends with NUL */
	int status;       /* of exit; 128 and the number when a signal ended it */
};

/* The process ends with 0 when `act` returns. A process that hangs is ended by SIGALRM. */
void forked_start(struct forked *forked, void (*act)(const void *argument), const void *argument);

/* Waits for its end, and for that of all others that could write to its standard output. */
void forked_finish(struct forked *forked);

/* Both. */
void forked_run(struct forked *forked, void (*act)(const void *argument), const void *argument);

#endif
