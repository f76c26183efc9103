/* Parses an endpoint string, and binds one socket for each loop. */
#include "http/listener.h"

#include "base/arguments.h"
#include "postern/secret.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LISTENER_BACKLOG 4096         /* connections; the kernel cuts it to net.core.somaxconn */
#define LISTENER_PEM_MAX (256 * 1024) /* bytes of a certificate chain or a key */

struct listener {
	char *string;
	char url[sizeof(struct sockaddr_un) + 64];
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
	} address;
	socklen_t address_length;
	mode_t mode; /* of a Unix socket */
	char *certificate;
	char *private_key;
	int *sockets;
	unsigned int socket_count;
};

static void *listener_ip(struct listener *listener)
{
	return listener_family(listener) == AF_INET ? (void *)&listener->address.in.sin_addr
						    : (void *)&listener->address.in6.sin6_addr;
}

static void listener_set_port(struct listener *listener, in_port_t port)
{
	if (listener_family(listener) == AF_INET)
		listener->address.in.sin_port = htons(port);
	else
		listener->address.in6.sin6_port = htons(port);
}

static bool listener_parse_number(struct octets text, int base, unsigned long max,
				  unsigned long *number)
{
	char *end;

	if (text.length == 0 || text.length > 8 || text.data[0] < '0' || text.data[0] > '9')
		return false;
	*number = strtoul(text.data, &end, base);
	return *end == '\0' && *number <= max;
}

/* As in Twisted, an endpoint without an interface listens on all of them. */
static bool listener_parse_ip(struct listener *listener, int family, struct arguments *arguments,
			      struct error *error)
{
	struct octets port_text = {"", 0};
	struct octets interface = family == AF_INET6 ? OCTETS("::") : OCTETS("0.0.0.0");
	unsigned long port;

	arguments_option(arguments, "interface", &interface);
	if (family == AF_UNSPEC)
		family = strchr(interface.data, ':') ? AF_INET6 : AF_INET;
	if (!arguments_next(arguments, &port_text) ||
	    !listener_parse_number(port_text, 10, 65535, &port)) {
		error_set(error, "expected a port, not '%s'", port_text.data);
		return false;
	}
	listener->address.any.sa_family = (sa_family_t)family;
	if (inet_pton(family, interface.data, listener_ip(listener)) != 1) {
		error_set(error, "expected an IP address, not '%s'", interface.data);
		return false;
	}
	listener_set_port(listener, (in_port_t)port);
	listener->address_length =
		family == AF_INET ? sizeof(listener->address.in) : sizeof(listener->address.in6);
	return true;
}

static bool listener_parse_unix(struct listener *listener, struct arguments *arguments,
				struct error *error)
{
	struct octets mode = OCTETS("666");
	char path[PATH_MAX];
	unsigned long bits;

	arguments_option(arguments, "mode", &mode);
	if (!listener_parse_number(mode, 8, 0777, &bits)) {
		error_set(error, "'%s' is not an octal mode", mode.data);
		return false;
	}
	listener->mode = (mode_t)bits;
	if (!arguments_next_path(arguments, path, error))
		return false;
	if (strlen(path) >= sizeof(listener->address.un.sun_path)) {
		error_set(error, "'%s' is too long for a socket", path);
		return false;
	}
	listener->address.un.sun_family = AF_UNIX;
	strcpy(listener->address.un.sun_path, path);
	listener->address_length = sizeof(listener->address.un);
	return true;
}

/* The whole file with a NUL behind it, by malloc; NULL with the error set. */
static char *listener_read_pem(const char *path, struct error *error)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	char *text = NULL;
	ssize_t length = -1;

	if (descriptor >= 0) {
		text = malloc(LISTENER_PEM_MAX + 1);
		if (!text)
			abort();
		length = read(descriptor, text, LISTENER_PEM_MAX);
	}
	if (length < 0)
		error_set(error, "cannot read '%s': %s", path, strerror(errno));
	if (descriptor >= 0)
		close(descriptor);
	if (length < 0) {
		free(text);
		return NULL;
	}
	text[length] = '\0';
	return text;
}

static char *listener_parse_pem(struct arguments *arguments, const char *key, struct error *error)
{
	char path[PATH_MAX];
	struct octets value;

	if (!arguments_option(arguments, key, &value)) {
		error_set(error, "there is no %s=PATH", key);
		return NULL;
	}
	if (!arguments_path(arguments, value, path, error))
		return NULL;
	return listener_read_pem(path, error);
}

static bool listener_parse_ssl(struct listener *listener, struct arguments *arguments,
			       struct error *error)
{
	listener->certificate = listener_parse_pem(arguments, "certKey", error);
	if (!listener->certificate)
		return false;
	listener->private_key = listener_parse_pem(arguments, "privateKey", error);
	if (!listener->private_key)
		return false;
	return listener_parse_ip(listener, AF_UNSPEC, arguments, error);
}

static bool listener_parse(struct listener *listener, struct arguments *arguments,
			   struct error *error)
{
	const char *type = arguments_type(arguments);
	bool parsed;

	if (strcmp(type, "tcp") == 0) {
		parsed = listener_parse_ip(listener, AF_INET, arguments, error);
	} else if (strcmp(type, "tcp6") == 0) {
		parsed = listener_parse_ip(listener, AF_INET6, arguments, error);
	} else if (strcmp(type, "unix") == 0) {
		parsed = listener_parse_unix(listener, arguments, error);
	} else if (strcmp(type, "ssl") == 0) {
		parsed = listener_parse_ssl(listener, arguments, error);
	} else {
		error_set(error, "'%s' is no type of endpoint; there are tcp, tcp6, ssl, unix",
			  type);
		return false;
	}
	return parsed && arguments_all_taken(arguments, error);
}

struct listener *listener_create(const char *string, const char *directory, struct error *error)
{
	struct arguments *arguments = arguments_parse(string, directory, error);
	struct listener *listener;

	if (!arguments)
		return NULL;
	listener = calloc(1, sizeof(*listener));
	if (!listener || !(listener->string = strdup(string)))
		abort();
	if (!listener_parse(listener, arguments, error)) {
		listener_destroy(listener);
		listener = NULL;
	}
	arguments_destroy(arguments);
	return listener;
}

/* A Unix socket that nobody answers at is what a crash has left: it is in the way and nobody's. */
static void listener_remove_dead_socket(const struct listener *listener)
{
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct stat status;

	if (probe < 0)
		return;
	if (lstat(listener->address.un.sun_path, &status) == 0 && S_ISSOCK(status.st_mode) &&
	    connect(probe, &listener->address.any, listener->address_length) != 0 &&
	    errno == ECONNREFUSED)
		unlink(listener->address.un.sun_path);
	close(probe);
}

static bool listener_bind_unix(struct listener *listener, int socket)
{
	mode_t before;
	int bound;

	listener_remove_dead_socket(listener);
	/* The mode is there from the first moment on. There is one thread yet, so the mask is ours.
	 */
	before = umask((mode_t)~listener->mode & 0777);
	bound = bind(socket, &listener->address.any, listener->address_length);
	umask(before);
	return bound == 0 && listen(socket, LISTENER_BACKLOG) == 0;
}

static bool listener_enable(int socket, int level, int option)
{
	int on = 1;

	return setsockopt(socket, level, option, &on, sizeof(on)) == 0;
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

	return listener_enable(socket, SOL_SOCKET, SO_REUSEADDR) &&
	       (listener_family(listener) == AF_INET ||
		listener_enable(socket, IPPROTO_IPV6, IPV6_V6ONLY)) &&
	       (first || listener_enable(socket, SOL_SOCKET, SO_REUSEPORT)) &&
	       bind(socket, &listener->address.any, listener->address_length) == 0 &&
	       listen(socket, LISTENER_BACKLOG) == 0 &&
	       (!first || listener_enable(socket, SOL_SOCKET, SO_REUSEPORT)) &&
	       getsockname(socket, &listener->address.any, &listener->address_length) == 0;
}

static int listener_open_socket(struct listener *listener)
{
	int family = listener_family(listener);
	int opened = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	bool bound;
	int reason;

	if (opened < 0)
		return -1;
	bound = family == AF_UNIX ? listener_bind_unix(listener, opened)
				  : listener_bind_ip(listener, opened);
	if (bound)
		return opened;
	reason = errno;
	close(opened);
	errno = reason;
	return -1;
}

/* Loops share the one socket that a Unix path can have; each gets a descriptor of its own to close.
 */
static int listener_next_socket(struct listener *listener)
{
	if (listener_family(listener) == AF_UNIX && listener->socket_count > 0)
		return fcntl(listener->sockets[0], F_DUPFD_CLOEXEC, 3);
	return listener_open_socket(listener);
}

static void listener_write_url(struct listener *listener)
{
	const char *scheme = listener->certificate ? "https" : "http";
	char host[INET6_ADDRSTRLEN];

	if (listener_family(listener) == AF_UNIX) {
		snprintf(listener->url, sizeof(listener->url), "unix:%s",
			 listener->address.un.sun_path);
		return;
	}
	inet_ntop(listener_family(listener), listener_ip(listener), host, sizeof(host));
	if (listener_family(listener) == AF_INET)
		snprintf(listener->url, sizeof(listener->url), "%s://%s:%u/", scheme, host,
			 ntohs(listener->address.in.sin_port));
	else
		snprintf(listener->url, sizeof(listener->url), "%s://[%s]:%u/", scheme, host,
			 ntohs(listener->address.in6.sin6_port));
}

static void listener_close(struct listener *listener)
{
	bool bound = listener->socket_count > 0;

	while (listener->socket_count > 0)
		close(listener->sockets[--listener->socket_count]);
	if (bound && listener_family(listener) == AF_UNIX)
		unlink(listener->address.un.sun_path);
	free(listener->sockets);
	listener->sockets = NULL;
}

bool listener_bind(struct listener *listener, unsigned int loops, struct error *error)
{
	listener_write_url(listener);
	listener->sockets = calloc(loops, sizeof(*listener->sockets));
	if (!listener->sockets)
		abort();
	while (listener->socket_count < loops) {
		int next = listener_next_socket(listener);

		if (next < 0) {
			error_set(error, "cannot listen on '%s': %s", listener->string,
				  strerror(errno));
			listener_close(listener);
			return false;
		}
		listener->sockets[listener->socket_count++] = next;
	}
	listener_write_url(listener);
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

const char *listener_certificate(const struct listener *listener)
{
	return listener->certificate;
}

const char *listener_private_key(const struct listener *listener)
{
	return listener->private_key;
}

int listener_family(const struct listener *listener)
{
	return listener->address.any.sa_family;
}

bool listener_is_local(const struct listener *listener)
{
	const struct sockaddr_in6 *in6 = &listener->address.in6;

	if (listener_family(listener) == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
	if (listener_family(listener) == AF_INET)
		return ntohl(listener->address.in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	return true;
}

const char *listener_string(const struct listener *listener)
{
	return listener->string;
}

void listener_destroy(struct listener *listener)
{
	if (!listener)
		return;
	listener_close(listener);
	if (listener->private_key)
		secret_wipe(listener->private_key, strlen(listener->private_key));
	free(listener->private_key);
	free(listener->certificate);
	free(listener->string);
	free(listener);
}
