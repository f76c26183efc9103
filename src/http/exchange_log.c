/* Says in the log what came of a request, and why, where it was not what its client wanted. */
#include "http/exchange_log.h"

#include <stdio.h>

void exchange_log(const struct connection *connection, enum log_level level, const char *what,
		  const struct error *error)
{
	char peer[CONNECTION_PEER_MAX];

	log_line(level, "http", "%s from %s: %s", what, connection_peer(connection, peer),
		 error->text);
}

/* The query may hold what is nobody's business. */
void exchange_log_cuts(const struct connection *oldest, unsigned int count)
{
	const struct exchange *exchange = &oldest->exchange;
	ptrdiff_t length = exchange->question ? exchange->question - exchange->target.data
					      : (ptrdiff_t)exchange->target.length;
	char what[64];
	struct error path;

	error_set(&path, "%.*s", (int)length, exchange->target.data);
	snprintf(what, sizeof(what), "cut while stopping: %u requests, the oldest", count);
	exchange_log(oldest, LOG_LEVEL_WARNING, what, &path);
}
