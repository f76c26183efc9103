/* Asks the kernel. */
#include "http/wire.h"

#include <errno.h>
#include <sys/socket.h>

ssize_t wire_look(int socket, char *octets, size_t size)
{
	return recv(socket, octets, size, MSG_PEEK | MSG_DONTWAIT);
}

ssize_t wire_discard(int socket, char *octets, size_t length)
{
	return recv(socket, octets, length, MSG_TRUNC | MSG_DONTWAIT);
}

ssize_t wire_send(int socket, struct octets octets)
{
	return send(socket, octets.data, octets.length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool wire_is_busy(int reason)
{
	return reason == EAGAIN || reason == EWOULDBLOCK || reason == EINTR;
}
