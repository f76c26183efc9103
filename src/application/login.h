/* `postern login`: tries one login as a client would, without a server, a port or a pid file. */
#ifndef APPLICATION_LOGIN_H
#define APPLICATION_LOGIN_H

#include "application/process.h"

/* EX_OK when it is granted, EX_NOPERM when it is refused or denied, EX_TEMPFAIL when nobody can
 * tell; else the status of a mistake, which stands on standard error. */
int login_run(struct process *process);

#endif
