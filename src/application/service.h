/* The server while it runs: what the main thread does until a signal ends it (twistd:
 * startReactor). */
#ifndef APPLICATION_SERVICE_H
#define APPLICATION_SERVICE_H

#include "application/process.h"

/* The phase before: sees that the server answers. EX_OK, or the status to exit with and the error
 * set. */
int service_prepare(struct process *process, struct error *error);

/* The last one: waits for signals and does what they ask for. EX_OK when the server has stopped. */
int service_run(struct process *process, struct error *error);

#endif
