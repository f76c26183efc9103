/*
 * Proxies that are trusted to say whom a request comes from. They say it in X-Forwarded-For, to
 * which each appends whom it was asked by: what the nearest ones have appended is true, and what
 * stands before it is whatever the client liked. No other field is looked at: a proxy that appends
 * to this one passes a client's Forwarded (RFC 7239) on as it is.
 */
#ifndef HTTP_PROXIES_H
#define HTTP_PROXIES_H

#include "postern/error.h"
#include "postern/octets.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

struct proxies;

/* None yet. */
struct proxies *proxies_create(void);

/* "127.0.0.1", "10.0.0.0/8", "fd00::/8", or "unix" for whoever comes by a Unix socket. False with
 * the error set. */
bool proxies_add(struct proxies *proxies, const char *network, struct error *error);

/* NULL is fine. */
void proxies_destroy(struct proxies *proxies);

bool proxies_trust(const struct proxies *proxies, const struct sockaddr *peer);

/* Reads one field of a trusted peer's request, called for each in their order: `client` becomes
 * the last address which is none of the proxies, or `peer` where no address can be read. */
void proxies_follow(const struct proxies *proxies, struct octets field, const struct in6_addr *peer,
		    struct in6_addr *client);

#endif
