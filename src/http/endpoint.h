/* Where a server is to listen, as one string says it (Twisted: endpoints.serverFromString). */
#ifndef HTTP_ENDPOINT_H
#define HTTP_ENDPOINT_H

#include "postern/error.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define ENDPOINT_INHERITED_FIRST 3 /* sd_listen_fds(3): SD_LISTEN_FDS_START */

struct endpoint {
	char *string; /* that it was made of */
	/* Of a socket that a supervisor passed: only the family, until it is asked for the rest. */
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
	} address;
	socklen_t address_length;
	mode_t mode;       /* of the path of a Unix socket */
	int inherited;     /* the descriptor that systemd passed; -1: to be made */
	char *certificate; /* PEM, with its chain; NULL: clear text */
	char *private_key; /* PEM */
};

/* Parses, and reads the TLS files; makes no socket. False, with the error set and nothing to
 * finish. */
bool endpoint_init(struct endpoint *endpoint, const char *string, const char *directory,
		   struct error *error);
void endpoint_finish(struct endpoint *endpoint);

/* AF_INET, AF_INET6 or AF_UNIX. */
int endpoint_family(const struct endpoint *endpoint);

/* True when who connects must be on this machine. */
bool endpoint_is_local(const struct endpoint *endpoint);

/* "http://127.0.0.1:8081/", "unix:/run/postern.sock". */
void endpoint_write_url(const struct endpoint *endpoint, char *url, size_t size);

#endif
