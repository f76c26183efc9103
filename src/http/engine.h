/* libmicrohttpd, set up the way a loop needs it. */
#ifndef HTTP_ENGINE_H
#define HTTP_ENGINE_H

#include "http/listener.h"
#include "http/loop.h"

#include <microhttpd.h>

/* A daemon that the loop polls, for the loop's socket of one listener. NULL with the error set. */
struct MHD_Daemon *engine_start(struct loop *loop, const struct listener *listener,
				struct error *error);

/* Connections that the daemon has. */
unsigned int engine_count(struct MHD_Daemon *daemon);

/* Whether the daemon has less than so many connections. At its limit it closes those that it is
 * given. */
bool engine_has_room(struct MHD_Daemon *daemon, unsigned int limit);

/* Whether that is why accept() failed: for want of what may be long in coming. Connections still
 * wait, and the socket stays ready. */
bool engine_is_starved(int reason);

/* Takes the connections that wait at a Unix socket. False when there is no room or no descriptor
 * for another one: asking again at once would be in vain. libmicrohttpd's own accept() reads past
 * the end of a short address when a client is bound to a long path. */
bool engine_accept_local(struct MHD_Daemon *daemon, int socket, unsigned int limit);

/* Stops accepting on the loop's socket of the listener. */
void engine_quiesce(struct MHD_Daemon *daemon, const struct listener *listener, unsigned int loop);

#endif
