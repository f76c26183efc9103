/* The verbs that do not serve: check, stop, restart, reload, rotate, status, and the questions. */
#ifndef APPLICATION_COMMAND_H
#define APPLICATION_COMMAND_H

#include "application/process.h"

/* Says what was wrong with the command line. Returns EX_USAGE. */
int command_fail_usage(const struct error *error);

/* Returns the status to exit with; what went wrong stands on standard error. */
int command_run(struct process *process);

#endif
