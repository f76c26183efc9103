/* Sends a number of requests over keep-alive connections; every answer must be a 200. */
#include <arpa/inet.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 1024
#define BUFFER_SIZE     16384 /* bytes: an answer fits */
#define HEX_SIZE        65    /* of SHA-256, with the NUL */
#define FIELD_MAX       256
#define SILENCE_MAX     5000 /* milliseconds */

enum scheme {
	SCHEME_NONE,
	SCHEME_BASIC,
	SCHEME_DIGEST,
};

/* What is asked for, and as whom. */
struct load {
	struct sockaddr_in address;
	const char *path;
	unsigned int connections;
	unsigned long requests;
	enum scheme scheme;
	const char *username;
	const char *password;
	char basic[FIELD_MAX];
	char ha2[HEX_SIZE];
	unsigned long sent;
	unsigned long received;
};

struct connection {
	int socket;
	char nonce[FIELD_MAX]; /* of its own, with Digest */
	char realm[FIELD_MAX];
	char ha1[HEX_SIZE];
	unsigned int count; /* of the nonce's uses */
	size_t used;
	char buffer[BUFFER_SIZE];
};

static void load_fail(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static void load_hash(char hex[static HEX_SIZE], const char *text)
{
	unsigned char hash[EVP_MAX_MD_SIZE];

	if (!EVP_Digest(text, strlen(text), hash, NULL, EVP_sha256(), NULL))
		load_fail("cannot hash");
	for (size_t i = 0; i < HEX_SIZE / 2; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
}

static void load_write_digest(const struct load *load, struct connection *connection, char *field,
			      size_t size)
{
	char text[1024];
	char response[HEX_SIZE];

	connection->count++;
	snprintf(text, sizeof(text), "%s:%s:%08x:load:auth:%s", connection->ha1, connection->nonce,
		 connection->count, load->ha2);
	load_hash(response, text);
	snprintf(field, size,
		 "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", "
		 "cnonce=\"load\", response=\"%s\", algorithm=SHA-256, qop=auth, nc=%08x\r\n",
		 load->username, connection->realm, connection->nonce, load->path, response,
		 connection->count);
}

static void load_send(struct load *load, struct connection *connection, bool logged_in)
{
	char field[1024] = "";
	char request[2048];
	int length;

	if (logged_in && load->scheme == SCHEME_BASIC)
		snprintf(field, sizeof(field), "Authorization: Basic %s\r\n", load->basic);
	if (logged_in && load->scheme == SCHEME_DIGEST)
		load_write_digest(load, connection, field, sizeof(field));
	length = snprintf(request, sizeof(request),
			  "GET %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: load\r\n%s\r\n",
			  load->path, field);
	if (send(connection->socket, request, (size_t)length, MSG_NOSIGNAL) != length)
		load_fail("cannot send");
}

/* False when the answer in the buffer is not whole yet. */
static bool load_answer(const struct connection *connection, int *status, size_t *size)
{
	const char *end = memmem(connection->buffer, connection->used, "\r\n\r\n", 4);
	const char *length;

	if (!end)
		return false;
	length = memmem(connection->buffer, (size_t)(end - connection->buffer),
			"\r\nContent-Length: ", 18);
	if (!length || sscanf(connection->buffer, "HTTP/1.1 %d", status) != 1)
		load_fail("cannot read the answer");
	*size = (size_t)(end + 4 - connection->buffer) + strtoul(length + 18, NULL, 10);
	if (*size > BUFFER_SIZE - 1)
		load_fail("too long an answer");
	return *size <= connection->used;
}

/* Reads until the buffer has a whole answer or there is nothing to read; false: no answer yet. */
static bool load_receive(struct connection *connection, int *status, size_t *size)
{
	ssize_t got = recv(connection->socket, connection->buffer + connection->used,
			   BUFFER_SIZE - 1 - connection->used, 0);

	if (got == 0 || (got < 0 && errno != EAGAIN))
		load_fail("connection lost");
	if (got > 0)
		connection->used += (size_t)got;
	connection->buffer[connection->used] = '\0';
	return load_answer(connection, status, size);
}

/* A nonce for the connection, from a 401. */
static void load_ask(struct load *load, struct connection *connection)
{
	char text[1024];
	const char *challenge;
	int status = 0;
	size_t size;

	load_send(load, connection, false);
	while (!load_receive(connection, &status, &size))
		;
	challenge = strstr(connection->buffer, "WWW-Authenticate: Digest realm=\"");
	if (status != 401 || !challenge || !strstr(challenge, "nonce=\"") ||
	    sscanf(challenge + 32, "%255[^\"]", connection->realm) != 1 ||
	    sscanf(strstr(challenge, "nonce=\"") + 7, "%255[^\"]", connection->nonce) != 1)
		load_fail("no challenge");
	connection->used = 0;
	snprintf(text, sizeof(text), "%s:%s:%s", load->username, connection->realm, load->password);
	load_hash(connection->ha1, text);
}

static void load_connect(struct load *load, struct connection *connection, int epoll)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};

	connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(connection->socket, (struct sockaddr *)&load->address, sizeof(load->address)))
		load_fail("cannot connect");
	if (load->scheme == SCHEME_DIGEST)
		load_ask(load, connection);
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, connection->socket, &event))
		load_fail("cannot watch");
}

static void load_next(struct load *load, struct connection *connection)
{
	if (load->sent == load->requests)
		return;
	load->sent++;
	load_send(load, connection, true);
}

static void load_readable(struct load *load, struct connection *connection)
{
	int status = 0;
	size_t size;

	if (!load_receive(connection, &status, &size))
		return;
	if (status != 200 || size != connection->used) {
		fprintf(stderr, "load: got %.*s\n", (int)connection->used, connection->buffer);
		exit(EXIT_FAILURE);
	}
	connection->used = 0;
	load->received++;
	load_next(load, connection);
}

static void load_run(struct load *load)
{
	struct connection *connections = calloc(load->connections, sizeof(*connections));
	struct epoll_event events[64];
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	if (!connections)
		abort();
	for (unsigned int i = 0; i < load->connections; i++)
		load_connect(load, &connections[i], epoll);
	for (unsigned int i = 0; i < load->connections; i++)
		load_next(load, &connections[i]);
	while (load->received < load->requests) {
		int ready = epoll_wait(epoll, events, 64, SILENCE_MAX);

		if (ready <= 0)
			load_fail("no answer in time");
		for (int i = 0; i < ready; i++)
			load_readable(load, events[i].data.ptr);
	}
	for (unsigned int i = 0; i < load->connections; i++)
		close(connections[i].socket);
	close(epoll);
	free(connections);
}

static bool load_read_arguments(struct load *load, int count, char **arguments)
{
	char text[FIELD_MAX / 2];

	if (count != 5 && count != 8)
		return false;
	load->address = (struct sockaddr_in){.sin_family = AF_INET,
					     .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
					     .sin_port = htons((uint16_t)atoi(arguments[1]))};
	load->path = arguments[2];
	load->connections = (unsigned int)atoi(arguments[3]);
	load->requests = strtoul(arguments[4], NULL, 10);
	if (load->connections == 0 || load->connections > CONNECTIONS_MAX)
		return false;
	if (count == 5)
		return true;
	load->scheme = strcmp(arguments[5], "digest") == 0 ? SCHEME_DIGEST : SCHEME_BASIC;
	load->username = arguments[6];
	load->password = arguments[7];
	snprintf(text, sizeof(text), "%s:%s", load->username, load->password);
	EVP_EncodeBlock((unsigned char *)load->basic, (unsigned char *)text, (int)strlen(text));
	snprintf(text, sizeof(text), "GET:%s", load->path);
	load_hash(load->ha2, text);
	return true;
}

int main(int count, char **arguments)
{
	struct load load = {.scheme = SCHEME_NONE};

	if (!load_read_arguments(&load, count, arguments)) {
		fprintf(stderr, "usage: load PORT PATH CONNECTIONS REQUESTS"
				" [basic|digest USER PASSWORD]\n");
		return EXIT_FAILURE;
	}
	load_run(&load);
	return EXIT_SUCCESS;
}
