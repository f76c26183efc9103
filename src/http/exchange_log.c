/* Says in the log what came of a request, and why, where it was not what its client wanted. */
#include "http/exchange_log.h"

#include "http/attempt.h"

#include <stdio.h>

void exchange_log(const struct connection *connection, enum log_level level, const char *what,
		  const struct error *error)
{
	char peer[CONNECTION_PEER_MAX];

	log_line(level, "http", "%s from %s: %s", what, connection_peer(connection, peer),
		 error->text);
}

/* What was presented as a name may be a password that was typed in the wrong place. */
static void exchange_log_refusal(const struct connection *connection, const struct guard *guard,
				 const struct attempt *attempt)
{
	const struct credentials *credentials = attempt->credentials;
	char what[128];

	if (credentials_interfaces(credentials) & IHASHED_USERNAME)
		snprintf(what, sizeof(what), "portal '%.64s': no login for a hashed user name",
			 guard_path(guard));
	else
		snprintf(what, sizeof(what),
			 "portal '%.64s': no login for a user name of %zu bytes", guard_path(guard),
			 credentials->username.length);
	exchange_log(connection, LOG_LEVEL_WARNING, what, &attempt->error);
}

void exchange_log_failure(const struct connection *connection, const struct guard *guard,
			  struct attempt *attempt)
{
	char what[128];

	if (attempt->outcome == LOGIN_THROTTLED)
		return;
	exchange_log_refusal(connection, guard, attempt);
	if (attempt->closed == 0)
		return;
	snprintf(what, sizeof(what), "portal '%.64s': throttled", guard_path(guard));
	error_set(&attempt->error, "too many failures, closed for %u s", attempt->closed);
	exchange_log(connection, LOG_LEVEL_WARNING, what, &attempt->error);
}
