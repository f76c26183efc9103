/* Gives up the system calls that serve an attacker and no server, for good (lifecycle
 * section 1.8). */
#ifndef DAEMON_SECCOMP_H
#define DAEMON_SECCOMP_H

#include "postern/error.h"

#include <stdbool.h>

/* For this thread, those that it starts and all programs that they run: these calls fail with EPERM
 * from now on, and so do all calls of another architecture's numbers (32-bit programs). After
 * no-new-privileges. False with the error set. */
bool seccomp_confine(struct error *error);

#endif
