/* What a supervisor wants to know, and what it passes: systemd's notifications, watchdog and
 * sockets, s6's readiness descriptor (lifecycle section 4). */
#ifndef DAEMON_SUPERVISOR_H
#define DAEMON_SUPERVISOR_H

#include "postern/error.h"

#include <stdbool.h>
#include <stdint.h>

struct supervisor {
	bool there;            /* it made itself known, whether or not what it says makes sense */
	int notify_socket;     /* connected to NOTIFY_SOCKET; -1: nobody listens */
	int notify_descriptor; /* s6: "\n" when ready; -1: none */
	uint64_t watchdog;     /* milliseconds, half of what it waits for a sign of life; 0: none */
	unsigned int sockets;  /* LISTEN_FDS: that many from descriptor 3 on */
};

/* Reads the environment and connects; before chroot, and after sanitize(), which closes what it
 * does not know. Takes its variables out of the environment: children are not to see them. Whatever
 * a supervisor does wrong is a line in the log and no reason not to serve, but LISTEN_FDS that do
 * not listen are: EX_CONFIG. Whatever it returns, supervisor_close() is owed. */
int supervisor_open(int notify_descriptor, struct supervisor *supervisor, struct error *error);
void supervisor_close(struct supervisor *supervisor);

/* True when somebody supervises: then daemonizing is wrong. */
bool supervisor_is_there(const struct supervisor *supervisor);

/* READY=1 with STATUS, and, the first time, the newline of s6. */
void supervisor_ready(struct supervisor *supervisor, const char *status);
void supervisor_reloading(struct supervisor *supervisor);

/* STOPPING=1, and for how many seconds to bear with us, whatever the supervisor would have waited.
 */
void supervisor_stopping(struct supervisor *supervisor, unsigned int seconds);
void supervisor_alive(struct supervisor *supervisor); /* WATCHDOG=1 */

#endif
