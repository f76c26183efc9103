/* Makes the sockets of an endpoint, one for each loop. */
#include "http/listener.h"

#include "http/endpoint.h"
#include "postern/descriptor.h"
#include "postern/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LISTENER_BACKLOG 4096 /* connections; the kernel cuts it to net.core.somaxconn */

struct listener {
	struct endpoint endpoint;
	char url[sizeof(struct sockaddr_un) + 64];
	int *sockets;
	unsigned int socket_count;
};

struct listener *listener_create(const char *string, const char *directory, struct error *error)
{
	struct listener *listener = memory_take(1, sizeof(*listener));

	if (endpoint_init(&listener->endpoint, string, directory, error)) {
		endpoint_write_url(&listener->endpoint, listener->url, sizeof(listener->url));
		return listener;
	}
	free(listener);
	return NULL;
}

static bool listener_is_inherited(const struct listener *listener)
{
	return listener->endpoint.inherited >= 0;
}

/* A Unix socket that nobody answers at is what a crash has left: it is in the way and nobody's. */
static void listener_remove_dead_socket(const struct listener *listener)
{
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct stat status;

	if (probe < 0)
		return;
	if (lstat(listener->endpoint.address.un.sun_path, &status) == 0 &&
	    S_ISSOCK(status.st_mode) &&
	    connect(probe, &listener->endpoint.address.any, listener->endpoint.address_length) !=
		    0 &&
	    errno == ECONNREFUSED)
		unlink(listener->endpoint.address.un.sun_path);
	close(probe);
}

static bool listener_bind_unix(struct listener *listener, int socket)
{
	mode_t before;
	int bound;

	listener_remove_dead_socket(listener);
	/* The mode is there from the first moment on. With one thread yet, the mask is ours. */
	before = umask((mode_t)~listener->endpoint.mode & 0777);
	bound = bind(socket, &listener->endpoint.address.any, listener->endpoint.address_length);
	umask(before);
	return bound == 0 && listen(socket, LISTENER_BACKLOG) == 0;
}

static bool listener_enable(int socket, int level, int option)
{
	int on = 1;

	return setsockopt(socket, level, option, &on, sizeof(on)) == 0;
}

/* Connections inherit it: no answer waits for the client to acknowledge the one before it. */
static bool listener_hurry(int socket)
{
	return listener_enable(socket, IPPROTO_TCP, TCP_NODELAY);
}

/*
 * The loops share a port by SO_REUSEPORT, which alone would let a second server of ours in as well.
 * So the first socket binds and listens without it: the kernel checks for other listeners both
 * times, and of two servers that start at once only one passes the second check. Only then does it
 * take SO_REUSEPORT, and the sockets of the other loops join it. There is no moment in which a
 * stranger to the port can pass.
 */
static bool listener_bind_ip(struct listener *listener, int socket)
{
	bool first = listener->socket_count == 0;

	return listener_enable(socket, SOL_SOCKET, SO_REUSEADDR) && listener_hurry(socket) &&
	       (listener_family(listener) == AF_INET ||
		listener_enable(socket, IPPROTO_IPV6, IPV6_V6ONLY)) &&
	       (first || listener_enable(socket, SOL_SOCKET, SO_REUSEPORT)) &&
	       bind(socket, &listener->endpoint.address.any, listener->endpoint.address_length) ==
		       0 &&
	       listen(socket, LISTENER_BACKLOG) == 0 &&
	       (!first || listener_enable(socket, SOL_SOCKET, SO_REUSEPORT)) &&
	       getsockname(socket, &listener->endpoint.address.any,
			   &listener->endpoint.address_length) == 0;
}

static int listener_open_socket(struct listener *listener)
{
	int family = listener_family(listener);
	int opened = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	bool bound;

	if (opened < 0)
		return -1;
	bound = family == AF_UNIX ? listener_bind_unix(listener, opened)
				  : listener_bind_ip(listener, opened);
	if (!bound)
		descriptor_close(&opened);
	return opened;
}

static bool listener_socket_is(int socket, int option, int expected)
{
	int value;
	socklen_t length = sizeof(value);

	return getsockopt(socket, SOL_SOCKET, option, &value, &length) == 0 && value == expected;
}

static int listener_inherit_socket(struct listener *listener, unsigned int count)
{
	int passed = listener->endpoint.inherited;

	if (passed >= ENDPOINT_INHERITED_FIRST + (int)count ||
	    !listener_socket_is(passed, SO_DOMAIN, listener_family(listener)) ||
	    !listener_socket_is(passed, SO_ACCEPTCONN, 1)) {
		errno = ENOTSOCK;
		return -1;
	}
	listener->endpoint.address_length = sizeof(listener->endpoint.address);
	if (getsockname(passed, &listener->endpoint.address.any,
			&listener->endpoint.address_length) != 0 ||
	    fcntl(passed, F_SETFL, O_NONBLOCK) != 0 ||
	    (listener_family(listener) != AF_UNIX && !listener_hurry(passed)))
		return -1;
	return fcntl(passed, F_DUPFD_CLOEXEC, 3);
}

/* Where there can be only one socket the loops share it, each by a descriptor of its own. */
static int listener_next_socket(struct listener *listener, unsigned int passed)
{
	bool shared = listener_is_inherited(listener) || listener_family(listener) == AF_UNIX;

	if (shared && listener->socket_count > 0)
		return fcntl(listener->sockets[0], F_DUPFD_CLOEXEC, 3);
	if (listener_is_inherited(listener))
		return listener_inherit_socket(listener, passed);
	return listener_open_socket(listener);
}

const char *listener_path(const struct listener *listener)
{
	bool ours = listener_family(listener) == AF_UNIX && !listener_is_inherited(listener);

	return ours ? listener->endpoint.address.un.sun_path : NULL;
}

static void listener_close(struct listener *listener)
{
	bool bound = listener->socket_count > 0;
	const char *path = listener_path(listener);

	while (listener->socket_count > 0)
		close(listener->sockets[--listener->socket_count]);
	if (bound && path)
		unlink(path);
	free(listener->sockets);
	listener->sockets = NULL;
}

bool listener_bind(struct listener *listener, unsigned int loops, unsigned int passed,
		   struct error *error)
{
	listener->sockets = memory_take(loops, sizeof(*listener->sockets));
	while (listener->socket_count < loops) {
		int next = listener_next_socket(listener, passed);

		if (next < 0) {
			int reason = errno;

			error_set(error, "cannot listen on '%s': %s", listener->endpoint.string,
				  strerror(reason));
			listener_close(listener);
			errno = reason;
			return false;
		}
		listener->sockets[listener->socket_count++] = next;
	}
	endpoint_write_url(&listener->endpoint, listener->url, sizeof(listener->url));
	return true;
}

const char *listener_url(const struct listener *listener)
{
	return listener->url;
}

int listener_socket(const struct listener *listener, unsigned int loop)
{
	return listener->sockets[loop];
}

void listener_silence(const struct listener *listener, unsigned int loop)
{
	if (!listener_is_inherited(listener))
		shutdown(listener->sockets[loop], SHUT_RD);
}

const char *listener_certificate(const struct listener *listener)
{
	return listener->endpoint.certificate;
}

const char *listener_private_key(const struct listener *listener)
{
	return listener->endpoint.private_key;
}

const struct sockaddr *listener_address(const struct listener *listener, socklen_t *length)
{
	*length = listener->endpoint.address_length;
	return &listener->endpoint.address.any;
}

int listener_family(const struct listener *listener)
{
	return endpoint_family(&listener->endpoint);
}

bool listener_is_local(const struct listener *listener)
{
	return endpoint_is_local(&listener->endpoint);
}

const char *listener_string(const struct listener *listener)
{
	return listener->endpoint.string;
}

void listener_destroy(struct listener *listener)
{
	if (!listener)
		return;
	listener_close(listener);
	endpoint_finish(&listener->endpoint);
	free(listener);
}
