/* A set of networks that an administrator has named: "127.0.0.1", "10.0.0.0/8", "unix". */
#ifndef HTTP_NETWORKS_H
#define HTTP_NETWORKS_H

#include "postern/error.h"

#include <netinet/in.h>
#include <stdbool.h>

struct networks;

/* None yet. */
struct networks *networks_create(void);

/* "127.0.0.1", "10.0.0.0/8", "fd00::/8", or "unix" for whoever comes by a Unix socket. False with
 * the error set. */
bool networks_add(struct networks *networks, const char *network, struct error *error);

/* Addresses are those of cred/source.h: IPv4 ones mapped, and :: is a Unix socket, which is in no
 * network but "unix". */
bool networks_have(const struct networks *networks, const struct in6_addr *address);

/* "192.0.2.1" or "2001:db8::1". False when it is neither. */
bool networks_read_address(const char *text, struct in6_addr *address);

/* NULL is fine. */
void networks_destroy(struct networks *networks);

#endif
