/* Who is at the other end: the peer of the connection, or whom a trusted proxy names. */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include "http/connection.h"
#include "http/proxies.h"

/* Of the request that is under way; see cred/source.h. */
uint64_t client_source(const struct connection *connection, const struct proxies *proxies);

#endif
