/* The first step: what the caller left behind must not matter (lifecycle S0). */
#ifndef DAEMON_SANITIZE_H
#define DAEMON_SANITIZE_H

#include "postern/error.h"

/* Opens /dev/null on closed standard descriptors; closes all others but those that systemd passed
 * (LISTEN_FDS) and `notify_descriptor` (-1: none), and marks these to be closed on exec; gives
 * signals their default dispositions, ignores SIGPIPE and what would end us for nothing, and
 * empties the mask; keeps only the environment that is known to do no harm and wipes the rest; no
 * core dumps; raises the limit of open files to what is allowed. Returns EX_OK, or EX_OSERR with
 * the error set. */
int sanitize(int notify_descriptor, struct error *error);

#endif
