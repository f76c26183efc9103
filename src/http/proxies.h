/*
 * Proxies that are trusted to say whom a request comes from. They say it in X-Forwarded-For, to
 * which each appends whom it was asked by: what the nearest ones have appended is true, and what
 * stands before it is whatever the client liked. No other field is looked at: a proxy that appends
 * to this one passes a client's Forwarded (RFC 7239) on as it is.
 */
#ifndef HTTP_PROXIES_H
#define HTTP_PROXIES_H

#include "http/networks.h"
#include "postern/octets.h"

/* Reads one field of a trusted peer's request, called for each in their order: `client` becomes the
 * last address which is none of the proxies, or `peer` where no address can be read. */
void proxies_follow(const struct networks *proxies, struct octets field,
		    const struct in6_addr *peer, struct in6_addr *client);

#endif
