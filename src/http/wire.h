/* What the fast path asks of a socket, without waiting: as recv(2) and send(2) would answer, with
 * errno. */
#ifndef HTTP_WIRE_H
#define HTTP_WIRE_H

#include "postern/octets.h"

#include <sys/types.h>

/* What has come, which stays there. */
ssize_t wire_look(int socket, char *octets, size_t size);

/* Takes what was looked at away. */
ssize_t wire_discard(int socket, char *octets, size_t length);

ssize_t wire_send(int socket, struct octets octets);

/* Whether that failed for now: it is not the end of the connection. */
bool wire_is_busy(int reason);

#endif
