/* Answers past libmicrohttpd, by hand. */
#include "http/overflow.h"

#include "http/date.h"
#include "http/loop.h"

#include <gnutls/gnutls.h>
#include <stdio.h>
#include <sys/socket.h>

/* False: the connection is broken, or its client takes nothing. */
static bool overflow_send(const struct connection *connection, const char *text, size_t length)
{
	const union MHD_ConnectionInfo *session =
		MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	ssize_t sent;

	if (session)
		sent = gnutls_record_send(session->tls_session, text, length);
	else
		sent = send(connection->socket, text, length, MSG_DONTWAIT | MSG_NOSIGNAL);
	return sent == (ssize_t)length;
}

void overflow_answer(struct connection *connection)
{
	char date[DATE_SIZE];
	char text[256];
	int length;

	/* What comes from memory does not break off in the turn that queued it: its head could not
	 * be made, or the client has gone. Later, libmicrohttpd breaks it off for urgent data. */
	if (connection->phase != CONNECTION_ANSWER || !connection->exchange.from_memory ||
	    connection->exchange.turn != connection->loop->turn)
		return;
	date_write(time(NULL), date);
	length = snprintf(text, sizeof(text),
			  "HTTP/1.1 431 Request Header Fields Too Large\r\n"
			  "Date: %s\r\n"
			  "Connection: close\r\n"
			  "Cache-Control: no-store\r\n"
			  "Content-Length: 0\r\n"
			  "\r\n",
			  date);
	if (overflow_send(connection, text, (size_t)length))
		connection->exchange.status = MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
}
