/* Where the daemon lives: root directory, working directory, umask (lifecycle S8 to S10). */
#ifndef DAEMON_ENVIRONMENT_H
#define DAEMON_ENVIRONMENT_H

#include "postern/error.h"

/* Beforehand: whether there is such a directory. Returns EX_OK, or EX_OSFILE with the error set. */
int environment_check_root(const char *directory, struct error *error);

/* chroot() and chdir("/") at once. Returns EX_OK, or with the error set EX_OSFILE, EX_NOPERM, or
 * EX_SOFTWARE when a directory outside is still open: that is a way out. */
int environment_chroot(const char *directory, struct error *error);

/* Returns EX_OK or EX_OSFILE with the error set. */
int environment_chdir(const char *directory, struct error *error);

#endif
