/* Calls the kernel itself. The C library's functions are cancellation points, and in a process with
 * threads each of them pays for that with two atomic operations: 2 to 3 % of a request. */
#include "http/wire.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static ssize_t wire_receive(int socket, char *octets, size_t length, int flags)
{
	return syscall(SYS_recvfrom, socket, octets, length, flags | MSG_DONTWAIT, NULL, NULL);
}

ssize_t wire_look(int socket, char *octets, size_t size)
{
	return wire_receive(socket, octets, size, MSG_PEEK);
}

ssize_t wire_discard(int socket, char *octets, size_t length)
{
	return wire_receive(socket, octets, length, MSG_TRUNC);
}

ssize_t wire_send(int socket, struct octets octets)
{
	return syscall(SYS_sendto, socket, octets.data, octets.length, MSG_DONTWAIT | MSG_NOSIGNAL,
		       NULL, 0);
}

bool wire_is_busy(int reason)
{
	return reason == EAGAIN || reason == EWOULDBLOCK || reason == EINTR;
}
