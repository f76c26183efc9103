/* The HTTP server: loops, one a thread, that answer requests for the guards' portals. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/access_log.h"
#include "http/listener.h"
#include "http/site.h"

#include <stdbool.h>
#include <stdint.h>

struct server;

/* The listeners must outlive the server. */
struct server_config {
	struct site *site; /* stays the caller's, who may finish it when the server has stopped */
	struct listener *const *listeners; /* bound, for as many loops */
	size_t listener_count;
	unsigned int loops;
	unsigned int head_limit;  /* bytes; as in http/head.h */
	unsigned int descriptors; /* that the process has open: sockets that listen, directories */
	size_t checkers;          /* different ones, which will open more */
	struct access_config access; /* ACCESS_NONE: no access log */
};

/* Starts the threads. NULL with the error set and nothing left running. */
struct server *server_start(const struct server_config *config, struct error *error);

/* Requests that begin from now on get the new site. The old one is released when the last of its
 * requests has ended, perhaps much later, on any thread. Called by one thread at a time. */
void server_replace(struct server *server, struct site *site);

/* True when, within `timeout` milliseconds, each loop has made a turn, so that none is stuck, and
 * each listener has answered a request of ours, so that clients are answered. Which of the loops
 * answers is the kernel's choice, so both are needed. A listener that is out of our reach at the
 * first time (filtered, on a device, a Unix socket of another user) proves nothing, and is not
 * asked again; one that was not must stay within it. One that has answered is not asked while all
 * connections are taken. False with the error set. Not while server_replace() is under way. */
bool server_is_alive(struct server *server, unsigned int timeout, struct error *error);

unsigned int server_loop_count(const struct server *server);

/* What a loop has done so far. */
struct server_figures {
	uint64_t requests;    /* but for those of '*', by which the server asks itself */
	uint64_t connections; /* open now */
};

struct server_figures server_figures(const struct server *server, unsigned int loop);

/* No new connections; requests in progress are answered, for at most `timeout` milliseconds.
 * Returns at once. A later call can shorten the time. */
void server_begin_stop(struct server *server, unsigned int timeout);

/* True when every loop has ended after that. */
bool server_has_stopped(const struct server *server);

/* Waits for the end, and frees. */
void server_finish(struct server *server);

#endif
