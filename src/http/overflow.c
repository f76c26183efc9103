/* Answers past libmicrohttpd, by hand. */
#include "http/overflow.h"

#include "http/loop.h"
#include "http/wire.h"

#include <gnutls/gnutls.h>
#include <stdio.h>

/* False: the connection is broken, or its client takes nothing. */
static bool overflow_send(const struct connection *connection, struct octets text)
{
	const union MHD_ConnectionInfo *session =
		MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	ssize_t sent;

	if (session)
		sent = gnutls_record_send(session->tls_session, text.data, text.length);
	else
		sent = wire_send(connection->socket, text);
	return sent == (ssize_t)text.length;
}

void overflow_answer(struct connection *connection)
{
	char text[256];
	int length;

	/* What comes from memory does not break off in the turn that queued it: its head could not
	 * be made, or the client has gone. Later, libmicrohttpd breaks it off for urgent data. */
	if (connection->phase != CONNECTION_ANSWER || !connection->exchange.from_memory ||
	    connection->exchange.turn != connection->loop->turn)
		return;
	length = snprintf(text, sizeof(text),
			  "HTTP/1.1 431 Request Header Fields Too Large\r\n"
			  "Date: %s\r\n"
			  "Connection: close\r\n"
			  "Cache-Control: no-store\r\n"
			  "Content-Length: 0\r\n"
			  "\r\n",
			  date_now(&connection->loop->date));
	if (overflow_send(connection, (struct octets){text, (size_t)length}))
		connection->exchange.status = MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
}
