/* Watches over the start of the daemon, in the process that was started (lifecycle section 1.4). */
#ifndef DAEMON_WATCH_H
#define DAEMON_WATCH_H

#include "postern/error.h"

#include <sys/types.h>

/* What the daemon says: the first octet of each message. One call sends one, one receives one. */
enum watch_message {
	WATCH_MESSAGE_PID = 'P',   /* "P4711": the daemon's number, before all others */
	WATCH_MESSAGE_STEP = 'S',  /* "Sbind": that step has begun */
	WATCH_MESSAGE_FAIL = 'E',  /* "E69 postern: bind: ...": the status, and the line to print */
	WATCH_MESSAGE_READY = 'R', /* "R" */
};
#define WATCH_MESSAGE_MAX ERROR_TEXT_MAX

struct watch;

/* Before the fork. From here on interrupts wait. `sender` is the daemon's end; `log_path` (NULL:
 * none) is borrowed. NULL, with errno set, when there are no descriptors left. */
struct watch *watch_create(unsigned int timeout, const char *log_path, int *sender);

/* Both sides of the fork. Lets interrupts through again. */
void watch_destroy(struct watch *watch);

/* `child` is to fork the daemon. Ends this process, as daemonize() says; if there has never been a
 * daemon it returns the status to exit with instead, with the error set. */
int watch_run(struct watch *watch, pid_t child, struct error *error);

#endif
