/* Who is at the other end: the peer of the connection, or whom a trusted proxy names. */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include "http/connection.h"
#include "http/proxies.h"

/* IPv4 addresses are mapped ones, and :: is a Unix socket; see cred/source.h. */
struct client {
	struct in6_addr address;
	struct in6_addr peer; /* the same, or the nearest proxy */
};

/* Of the request that is under way. */
struct client client_find(const struct connection *connection, const struct networks *proxies);

#endif
