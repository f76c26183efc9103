/* Starts one program, in a process that shares nothing with ours but the user (lifecycle
 * section 3). */
#ifndef DAEMON_SPAWN_H
#define DAEMON_SPAWN_H

#include "postern/error.h"

#include <stdbool.h>
#include <sys/types.h>

#define SPAWN_INPUT 3 /* the descriptor that the program reads */

/* A program that was started, and our ends of what connects us with it. */
struct spawned {
	pid_t pid;
	int process;    /* its pidfd */
	int input;      /* to write to, without blocking */
	int input_kept; /* its reading end: while we have it as well, writing is never a SIGPIPE */
	int failure;    /* spawn_failure() reads it */
};

/* Any thread, as long as it lives until the program has ended: else the kernel takes it for our
 * death. Nobody may reap before it returns. False with the error set, and nothing left. */
bool spawn(char *const argv[], struct spawned *spawned, struct error *error);

/* The input is over. */
void spawn_end_input(struct spawned *spawned);

/* After it has ended: why the program was not run, an errno; 0 when it was. */
int spawn_failure(const struct spawned *spawned);

/* Closes our ends. */
void spawn_finish(struct spawned *spawned);

/* True when we lead our process group, as a daemon does: programs then stay in it. Else it is that
 * of whoever started us, and each gets one of its own. */
bool spawn_shares_group(void);

#endif
