/* The verbs that do not serve: check, login, stop, restart, reload, rotate, status, and the
 * questions. */
#ifndef APPLICATION_COMMAND_H
#define APPLICATION_COMMAND_H

#include "application/process.h"

/* Says on standard error at which step it has failed. Returns the status. */
int command_fail(const char *step, const struct error *error, int status);

/* Sees to it that all has been said: a full disk is no success. Returns the status to exit with. */
int command_flush(int status);

/* Returns the status to exit with; what went wrong stands on standard error. */
int command_run(struct process *process);

#endif
