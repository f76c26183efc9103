/* A listener is one endpoint (Twisted: endpoints.serverFromString) and its sockets, one for each
 * loop. */
#ifndef HTTP_LISTENER_H
#define HTTP_LISTENER_H

#include "postern/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

struct listener;

/* `string` is "tcp:8081:interface=127.0.0.1", "tcp6:...", "unix:/run/postern.sock:mode=660" or
 * "ssl:8443:certKey=cert.pem:privateKey=key.pem", "systemd:domain=INET:index=0". Parses and reads
 * the TLS files; binds nothing. NULL with the error set. */
struct listener *listener_create(const char *string, const char *directory, struct error *error);

/* Makes `loops` sockets that listen, or takes one of those that systemd `passed`, from descriptor 3
 * on. False, with the error and errno set and nothing left bound. */
bool listener_bind(struct listener *listener, unsigned int loops, unsigned int passed,
		   struct error *error);

/* "http://127.0.0.1:8081/", with the port that was bound when the endpoint asked for port 0. */
const char *listener_url(const struct listener *listener);

/* The socket of one loop; it stays the listener's. */
int listener_socket(const struct listener *listener, unsigned int loop);

/* The loop accepts no more: who connects from now on is refused at once. A socket that a supervisor
 * passed stays open for whoever comes after us. */
void listener_silence(const struct listener *listener, unsigned int loop);

/* The server certificate and its key, in PEM; NULL when the endpoint is in clear text. */
const char *listener_certificate(const struct listener *listener);
const char *listener_private_key(const struct listener *listener);

/* The file of a Unix socket, which we remove in the end; NULL: there is none. */
const char *listener_path(const struct listener *listener);

/* That was bound. */
const struct sockaddr *listener_address(const struct listener *listener, socklen_t *length);

/* AF_INET, AF_INET6 or AF_UNIX. */
int listener_family(const struct listener *listener);

/* True when who connects must be on this machine. */
bool listener_is_local(const struct listener *listener);

/* The string that it was made of. */
const char *listener_string(const struct listener *listener);

/* NULL is fine. */
void listener_destroy(struct listener *listener);

#endif
