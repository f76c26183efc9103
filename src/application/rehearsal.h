/* Tries beforehand whether the plug-ins will start as the user, and in the root, of later. */
#ifndef APPLICATION_REHEARSAL_H
#define APPLICATION_REHEARSAL_H

#include "application/process.h"

/* In a child, which ends with it. EX_OK, or the status to exit with and the error set: better now,
 * on the terminal, than later in a log. */
int rehearse(struct process *process, struct error *error);

#endif
