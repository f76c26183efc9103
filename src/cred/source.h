/* Where a login comes from, as far as one client can be told from another by its address. */
#ifndef CRED_SOURCE_H
#define CRED_SOURCE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/* A source is a number: of an IPv4 address, or of the first 64 bits of an IPv6 address, because
 * whoever has one address there has them all. */

/* Of everybody who comes by a Unix socket; and of ::1. */
#define SOURCE_LOCAL UINT64_C(0)

/* An IPv4 address is a mapped one (RFC 4291 section 2.5.5.2). */
uint64_t source_of(const struct in6_addr *address);

/* The address of an IPv4 or IPv6 socket, an IPv4 one mapped. False, and ::, for any other. */
bool source_address(const struct sockaddr *from, struct in6_addr *address);

/* "192.0.2.1", "2001:db8::1"; "local" for ::, which is nobody's address. */
const char *source_text(const struct in6_addr *address, char text[static INET6_ADDRSTRLEN]);

#endif
