/* Sends requests to the loopback interface, and reads answers that tell their length. */
#include "connection.h"

#include "fail.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define CONNECTION_LENGTH_FIELD "\r\nContent-Length: "

void connection_open(struct connection *connection, uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
				      .sin_port = htons(port)};

	connection->used = 0;
	connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connection->socket < 0 ||
	    connect(connection->socket, (struct sockaddr *)&address, sizeof(address)))
		FAIL_WITH_ERRNO("cannot connect");
}

void connection_send(struct connection *connection, const char *request, size_t length)
{
	connection->used = 0;
	if (send(connection->socket, request, length, MSG_NOSIGNAL) != (ssize_t)length)
		FAIL_WITH_ERRNO("cannot send");
}

/* False when the answer is not whole yet. */
static bool connection_read_answer(struct connection *connection)
{
	const char *end = memmem(connection->answer, connection->used, "\r\n\r\n", 4);
	const char *length;
	size_t size;

	if (!end)
		return false;
	length = memmem(connection->answer, (size_t)(end - connection->answer),
			CONNECTION_LENGTH_FIELD, strlen(CONNECTION_LENGTH_FIELD));
	if (!length || strncmp(connection->answer, "HTTP/1.1 ", 9) != 0)
		FAIL("cannot read the answer: %s", connection->answer);
	connection->status = atoi(connection->answer + 9);
	size = (size_t)(end + 4 - connection->answer) +
	       strtoul(length + strlen(CONNECTION_LENGTH_FIELD), NULL, 10);
	if (size >= CONNECTION_ANSWER_MAX || size < connection->used)
		FAIL("cannot take an answer of %zu bytes", size);
	return size == connection->used;
}

bool connection_receive(struct connection *connection)
{
	ssize_t got = recv(connection->socket, connection->answer + connection->used,
			   CONNECTION_ANSWER_MAX - 1 - connection->used, 0);

	if (got <= 0)
		FAIL("connection lost: %s", got ? strerror(errno) : "closed by the server");
	connection->used += (size_t)got;
	connection->answer[connection->used] = '\0';
	return connection_read_answer(connection);
}

size_t connection_head_length(const struct connection *connection)
{
	const char *end = strstr(connection->answer, "\r\n\r\n");

	return end ? (size_t)(end - connection->answer) : connection->used;
}
