/* A keep-alive connection that has one request on its way. */
#ifndef GENERATOR_CONNECTION_H
#define GENERATOR_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONNECTION_ANSWER_MAX 16384 /* bytes */

struct connection {
	int socket;
	int status; /* of the answer that is whole */
	size_t used;
	char answer[CONNECTION_ANSWER_MAX]; /* ends with a NUL */
};

/* To the loopback interface. Whatever goes wrong here and below ends the process. */
void connection_open(struct connection *connection, uint16_t port);

/* Forgets the answer before. */
void connection_send(struct connection *connection, const char *request, size_t length);

/* Reads what is there, and waits when there is nothing; false: the answer is not whole yet. */
bool connection_receive(struct connection *connection);

/* Of the status line and the fields of the answer. */
size_t connection_head_length(const struct connection *connection);

#endif
