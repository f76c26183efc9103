/* Who is at the other end: the peer of the connection, or whom a trusted proxy names. */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include "http/connection.h"
#include "http/proxies.h"

/* Of the request that is under way. An IPv4 address is a mapped one, and :: who comes by a Unix
 * socket. */
struct in6_addr client_address(const struct connection *connection, const struct proxies *proxies);

/* The same as a number; see cred/source.h. */
uint64_t client_source(const struct connection *connection, const struct proxies *proxies);

/* "192.0.2.1"; absent for a Unix socket. Stands in `text`. */
struct octets client_text(const struct in6_addr *address, char text[static INET6_ADDRSTRLEN]);

#endif
