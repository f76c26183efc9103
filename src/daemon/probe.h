/* Tries what the daemon will have to do, in a forked child that becomes what the daemon will be. */
#ifndef DAEMON_PROBE_H
#define DAEMON_PROBE_H

#include "base/warn.h"
#include "daemon/identity.h"
#include "postern/error.h"

struct probe {
	const struct identity *identity;
	const char *chroot; /* NULL: none */
	const char *rundir; /* as seen after chroot */

	/* In the child. EX_OK, or the status to exit with and the error set. */
	int (*act)(struct probe *probe, struct error *error);

	int pipe; /* in the child: to the process that waits */
};

/* In the child: enters root and working directory and assumes the identity, in the order of the
 * daemon. EX_OK, or the status to exit with and the error set. */
int probe_become(const struct probe *probe, struct error *error);

/* In the child: tells the process that waits, which goes on waiting. */
void probe_warn(const struct probe *probe, const struct error *warning);

/* Calls act() in a child that ends with it, and `warn` (NULL: it tells nothing) with each line that
 * it tells. Returns the number of these, the first of which is the error as well. When act()
 * failed, or there could be no child, it returns the negated status, and the error says why. */
int probe_run(struct probe *probe, warn_function *warn, struct error *error);

#endif
