/* Says in the log what came of a request, and why, where it was not what its client wanted. */
#include "http/exchange_log.h"

void exchange_log(const struct connection *connection, enum log_level level, const char *what,
		  const struct error *error)
{
	char peer[CONNECTION_PEER_MAX];

	log_line(level, "http", "%s from %s: %s", what, connection_peer(connection, peer),
		 error->text);
}
