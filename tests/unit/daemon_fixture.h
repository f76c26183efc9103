/* Starts a daemon as main() does, and talks with it past the process that was started. */
#ifndef DAEMON_FIXTURE_H
#define DAEMON_FIXTURE_H

#include "daemon/daemonize.h"
#include "forked.h"

struct daemon_plan {
	void (*serve)(struct status_pipe *pipe); /* in the daemon, which then ends with 0 */
	unsigned int timeout;                    /* seconds */
	unsigned int processes;                  /* that there may be; 0: any number */
};

/* A checked fixture: makes the pipes, and the test the one that daemons come back to. */
void daemon_setup(void);

/* A process that calls daemonize() with the log "server.log". When that fails it prints "returned:
 * " and the error. */
void daemon_start(struct forked *forked, const struct daemon_plan *plan);

/* Waits for the process that was started: its status, and what it printed. */
void daemon_finish(struct forked *forked, int status, const char *text);

/* Both, for a daemon that needs no orders. */
void daemon_start_and_finish(const struct daemon_plan *plan, int status, const char *text);

/* In the daemon: says something to the test; waits until the test gives the order. */
void daemon_report(const char *format, ...) __attribute__((format(printf, 1, 2)));
void daemon_wait_for_order(void);

/* In the test: a line of the daemon without its newline; "" when nobody is left who could say
 * something. The order goes to all, once. */
const char *daemon_hear(void);
void daemon_order(void);

/* It has ended, at this moment, and not later. */
void daemon_assert_gone(pid_t daemon);

#endif
