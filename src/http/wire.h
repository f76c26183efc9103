/* What we ask of a socket ourselves, without waiting: as recv(2) and send(2) would answer, with
 * errno. */
#ifndef HTTP_WIRE_H
#define HTTP_WIRE_H

#include "postern/octets.h"

#include <sys/types.h>

/* What has come, which stays there. */
ssize_t wire_look(int socket, char *octets, size_t size);

/* Takes so much of what was looked at away. The octets that hold it stay as they are. */
ssize_t wire_discard(int socket, char *octets, size_t length);

ssize_t wire_send(int socket, struct octets octets);

/* Of errno: whether that failed for now, which is not the end of the connection. */
bool wire_is_busy(int reason);

#endif
