/* Keeps the connections of a loop, and ends those that take too long. */
#include "http/connection.h"

#include "base/figure.h"
#include "cred/source.h"
#include "http/carried.h"
#include "http/exchange_wait.h"
#include "http/loop.h"
#include "http/wire.h"
#include "postern/memory.h"

#include <linux/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Milliseconds; 0 is no limit: a response may be long, as long as the client takes it. */
static const uint64_t connection_limits[] = {
	[CONNECTION_NEW] = CONNECTION_NEW_SECONDS * 1000,
	[CONNECTION_IDLE] = CONNECTION_IDLE_SECONDS * 1000,
	[CONNECTION_LEFT] = 0,
	[CONNECTION_HEAD] = 10 * 1000,
	[CONNECTION_BODY] = 30 * 1000,
	[CONNECTION_ANSWER] = 0,
};

#define CONNECTION_PATIENCE 2000 /* milliseconds until it waits in the lobby */

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
	connection->took_last = connection->phase_began;
	connection->stays = false;
	connection_set_spins(connection, connection_may_spin(connection));
}

struct connection *connection_open(struct loop *loop, struct MHD_Connection *mhd)
{
	struct connection *connection = memory_take(1, sizeof(*connection));

	connection->loop = loop;
	connection->mhd = mhd;
	connection->fields.mhd = mhd;
	connection->socket =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	source_address(
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
		&connection->peer);
	connection->consumed = loop->lobby.consumed;
	connection->carried = loop->lobby.carried;
	loop->lobby.carried = NULL;
	connection_enter(connection, CONNECTION_NEW);
	connection->next = loop->connections;
	if (connection->next)
		connection->next->previous = connection;
	loop->connections = connection;
	figure_add(&loop->connection_count, 1);
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
	if (connection->phase != CONNECTION_LEFT)
		figure_add(&connection->loop->connection_count, -1);
	carried_destroy(connection->carried);
	free(connection);
}

static bool connection_has_lasted(const struct connection *connection, uint64_t limit)
{
	return connection->loop->now - connection->phase_began > limit;
}

/* The descriptor is open until the response has ended, and with it the phase. */
static bool connection_has_lost_file(const struct connection *connection)
{
	return connection->phase == CONNECTION_ANSWER &&
	       sent_file_has_changed(&connection->exchange.file);
}

#define CONNECTION_FAREWELL 1000 /* milliseconds, behind which an end comes alone */

/* libmicrohttpd does not notice an end that comes together with octets: it reads these, and waits
 * for an event. Between two requests it can only have come with the last one. */
static bool connection_may_have_ended(const struct connection *connection)
{
	uint64_t limit = connection->phase <= CONNECTION_IDLE ? CONNECTION_FAREWELL
							      : connection_limits[CONNECTION_BODY];

	return connection->phase <= CONNECTION_BODY && connection_has_lasted(connection, 0) &&
	       !connection_has_lasted(connection, limit);
}

/* Whether nothing more will come of a request. */
static bool connection_has_ended(const struct connection *connection)
{
	char octet;

	return connection_may_have_ended(connection) &&
	       wire_look(connection->socket, &octet, sizeof(octet)) == 0;
}

/* What the kernel has counted. False of Unix sockets, and where it does not count: it would not
 * know of the segment that made the connection either. */
static bool connection_look(const struct connection *connection, struct tcp_info *info)
{
	socklen_t size = sizeof(*info);

	*info = (struct tcp_info){.tcpi_segs_in = 0};
	return getsockopt(connection->socket, IPPROTO_TCP, TCP_INFO, info, &size) == 0 &&
	       info->tcpi_segs_in > 0;
}

/* Whether the client has long taken nothing of the answer. Of a Unix socket libmicrohttpd knows. */
static bool connection_is_stuck(struct connection *connection)
{
	struct tcp_info info;

	if (connection->phase != CONNECTION_ANSWER || !connection_look(connection, &info))
		return false;
	if (connection->taken != info.tcpi_bytes_acked) {
		connection->taken = info.tcpi_bytes_acked;
		connection->took_last = connection->loop->now;
	}
	return connection->loop->now - connection->took_last > CONNECTION_IDLE_SECONDS * 1000;
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
	    connection_has_lost_file(connection) || connection_has_ended(connection) ||
	    connection_is_stuck(connection))
		shutdown(connection->socket, SHUT_RDWR);
}

static bool connection_waits(const struct connection *connection)
{
	return connection->phase == CONNECTION_IDLE || connection->phase == CONNECTION_NEW;
}

/* Whether libmicrohttpd has nothing of a request, and nothing is there to be read: more would have
 * come than requests have consumed. */
static bool connection_is_silent(const struct connection *connection)
{
	struct tcp_info info;

	return connection_look(connection, &info) &&
	       info.tcpi_bytes_received == connection->consumed;
}

/* What has come of a request does not go away in this phase: to look once is enough. */
static bool connection_may_leave(struct connection *connection)
{
	if (connection->stays || !connection_waits(connection) ||
	    !connection_has_lasted(connection, CONNECTION_PATIENCE))
		return false;
	connection->stays =
		MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION) ||
		!connection_is_silent(connection);
	return !connection->stays;
}

static struct door *connection_door(const struct connection *connection)
{
	const struct MHD_Daemon *daemon =
		MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_DAEMON)->daemon;
	struct door *door = connection->loop->doors;

	while (door->daemon != daemon)
		door++;
	return door;
}

bool connection_leave(struct connection *connection)
{
	uint64_t limit = connection_limits[connection->phase];

	if (!connection_may_leave(connection) ||
	    !lobby_take(&connection->loop->lobby, connection_door(connection), connection->mhd,
			connection->consumed, connection->phase_began,
			connection->phase_began + limit))
		return false;
	connection_enter(connection, CONNECTION_LEFT);
	figure_add(&connection->loop->connection_count, -1);
	return true;
}

void connection_drain(struct connection *connection)
{
	/* Whoever has just connected has a request on its way. */
	if (connection->phase == CONNECTION_IDLE ||
	    (connection->phase == CONNECTION_NEW &&
	     connection_has_lasted(connection, CONNECTION_GREETING)))
		shutdown(connection->socket, SHUT_RD);
}

const char *connection_peer(const struct connection *connection,
			    char text[static CONNECTION_PEER_MAX])
{
	return source_text(&connection->peer, text);
}
