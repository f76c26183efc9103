/* Keeps the connections of a loop, and ends those that take too long. */
#include "http/connection.h"

#include "cred/source.h"
#include "http/exchange_wait.h"
#include "http/loop.h"
#include "postern/memory.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>

/* Milliseconds; 0 is no limit but libmicrohttpd's for idleness. A response may be long. */
static const uint64_t connection_limits[] = {
	[CONNECTION_NEW] = 30 * 1000,  [CONNECTION_IDLE] = (CONNECTION_IDLE_SECONDS + 10) * 1000,
	[CONNECTION_HEAD] = 10 * 1000, [CONNECTION_BODY] = 30 * 1000,
	[CONNECTION_ANSWER] = 0,
};

#define CONNECTION_GREETING 500 /* milliseconds from the connection to its first request */

static bool connection_shakes_hands(const struct connection *connection)
{
	return connection->phase == CONNECTION_NEW &&
	       MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION) != NULL;
}

static bool connection_may_spin(const struct connection *connection)
{
	return connection_shakes_hands(connection) ||
	       (connection->phase == CONNECTION_BODY && connection->exchange.head.chunked);
}

static void connection_set_spins(struct connection *connection, bool spins)
{
	connection->loop->spinning += spins - connection->spins;
	connection->spins = spins;
}

void connection_enter(struct connection *connection, enum connection_phase phase)
{
	connection->phase = phase;
	connection->phase_began = connection->loop->now;
	connection_set_spins(connection, connection_may_spin(connection));
}

struct connection *connection_open(struct loop *loop, struct MHD_Connection *mhd)
{
	struct connection *connection = memory_take(1, sizeof(*connection));

	connection->loop = loop;
	connection->mhd = mhd;
	connection->socket =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	connection_enter(connection, CONNECTION_NEW);
	connection->next = loop->connections;
	if (connection->next)
		connection->next->previous = connection;
	loop->connections = connection;
	loop_count(&loop->connection_count, 1);
	return connection;
}

void connection_close(struct connection *connection)
{
	if (connection->previous)
		connection->previous->next = connection->next;
	else
		connection->loop->connections = connection->next;
	if (connection->next)
		connection->next->previous = connection->previous;
	connection_set_spins(connection, false);
	loop_count(&connection->loop->connection_count, -1);
	free(connection);
}

static bool connection_has_lasted(const struct connection *connection, uint64_t limit)
{
	return connection->loop->now - connection->phase_began > limit;
}

/* The descriptor is open until the response has ended, and with it the phase. */
static bool connection_has_lost_file(const struct connection *connection)
{
	const struct exchange *exchange = &connection->exchange;
	struct stat status;

	return connection->phase == CONNECTION_ANSWER && exchange->file_end > 0 &&
	       (fstat(exchange->file, &status) != 0 ||
		(uint64_t)status.st_size < exchange->file_end);
}

static void connection_enforce_login_timeout(struct connection *connection)
{
	const struct site *site = connection->exchange.hold->site;

	if (connection_has_lasted(connection, site->login_timeout * UINT64_C(1000)))
		exchange_wait_give_up(connection);
}

void connection_enforce_deadline(struct connection *connection)
{
	uint64_t limit = connection_limits[connection->phase];

	if (connection->phase == CONNECTION_LOGIN) {
		connection_enforce_login_timeout(connection);
		return;
	}
	if ((limit > 0 && connection_has_lasted(connection, limit)) ||
	    connection_has_lost_file(connection))
		shutdown(connection->socket, SHUT_RDWR);
}

void connection_drain(struct connection *connection)
{
	/* Whoever has just connected has a request on its way. */
	if (connection->phase == CONNECTION_IDLE ||
	    (connection->phase == CONNECTION_NEW &&
	     connection_has_lasted(connection, CONNECTION_GREETING)))
		shutdown(connection->socket, SHUT_RD);
}

const struct sockaddr *connection_address(const struct connection *connection)
{
	return MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
		->client_addr;
}

const char *connection_peer(const struct connection *connection,
			    char text[static CONNECTION_PEER_MAX])
{
	struct in6_addr address;

	source_address(connection_address(connection), &address);
	return source_text(&address, text);
}
