/* A process that serves nothing, but keeps a pid file as a server does. */
#ifndef FAKE_SERVER_H
#define FAKE_SERVER_H

#include "forked.h"

#include <stdbool.h>

struct fake_server {
	const char *pid_file; /* its absolute path */
	bool only_checks;     /* it is still starting */
	bool leads_group;     /* of its own, with one child in it, a program that ignores SIGTERM */
	bool ignores_term;
	struct forked process;
	pid_t child;
};

/* Returns when it holds the file. It ends at the first SIGTERM, removes its file, and says
 * "SIGHUP\n" when it gets one. */
void fake_server_start(struct fake_server *server);

/* Ends it, if it has not ended yet, with this signal (0: none) and waits for it. */
void fake_server_finish(struct fake_server *server, int signal_number);

#endif
