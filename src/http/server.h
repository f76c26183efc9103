/* The HTTP server: loops, one a thread, that answer requests for the guards' portals. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/guard.h"
#include "http/listener.h"

struct server;

/* Everything in it is borrowed, and must outlive the server. */
struct server_config {
	struct guard *const *guards;
	size_t guard_count;
	struct listener *const *listeners; /* bound, for as many loops */
	size_t listener_count;
	unsigned int loops;
};

/* Starts the threads. NULL with the error set and nothing left running. */
struct server *server_start(const struct server_config *config, struct error *error);

/* No new connections; requests in progress are answered, for at most `timeout` milliseconds; then
 * everything ends. */
void server_stop(struct server *server, unsigned int timeout);

#endif
