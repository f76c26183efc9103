/* Collects what the access log is told of a request. */
#include "http/exchange_access.h"

#include "cred/source.h"
#include "http/access_log.h"
#include "http/client.h"
#include "http/loop.h"

/* As sent, not as fields_read() shows them: with white space behind the value. */
static enum MHD_Result exchange_access_read_field(void *closure, enum MHD_ValueKind kind,
						  const char *name, size_t name_length,
						  const char *value, size_t value_length)
{
	struct access_entry *entry = closure;
	struct octets field = {.data = name, .length = name_length};

	(void)kind;
	if (octets_equal_ignoring_case(field, OCTETS("Referer")))
		entry->referer = (struct octets){.data = value, .length = value_length};
	else if (octets_equal_ignoring_case(field, OCTETS("User-Agent")))
		entry->user_agent = (struct octets){.data = value, .length = value_length};
	return MHD_YES;
}

/* Of the site that answers; a request that no site was asked for has the newest. */
static const struct networks *exchange_access_proxies(const struct connection *connection)
{
	const struct hold *hold = connection->exchange.hold;

	return (hold ? hold : connection->loop->holds)->site->proxies;
}

/* Absent: it came by a Unix socket. */
static struct octets exchange_access_client(const struct in6_addr *address,
					    char text[static INET6_ADDRSTRLEN])
{
	if (IN6_IS_ADDR_UNSPECIFIED(address))
		return (struct octets){.data = NULL};
	return octets_from(source_text(address, text));
}

static struct octets exchange_access_user(const struct exchange *exchange)
{
	if (exchange->login.avatar_id.kind != AVATAR_ID_NAMED)
		return (struct octets){.data = NULL};
	return avatar_id_name(&exchange->login.avatar_id);
}

/* RFC 9110 section 6.4.1. */
static bool exchange_access_has_body(const struct exchange *exchange)
{
	return !octets_equal(exchange->method, OCTETS("HEAD")) &&
	       exchange->status != MHD_HTTP_NO_CONTENT && exchange->status != MHD_HTTP_NOT_MODIFIED;
}

void exchange_access_note(const struct connection *connection, bool complete)
{
	struct access_log *access_log = connection->loop->config->access_log;
	const struct exchange *exchange = &connection->exchange;
	char text[INET6_ADDRSTRLEN];
	struct client client;
	struct access_entry entry;

	if (!access_log || !exchange->begun)
		return;
	client = client_find(connection, exchange_access_proxies(connection));
	entry = (struct access_entry){
		.client = exchange_access_client(&client.address, text),
		.user = exchange_access_user(exchange),
		.method = exchange->method,
		.target = exchange->target,
		.protocol = exchange->version,
		.status = exchange->status,
		.complete = complete && exchange->status > 0,
		.length = exchange_access_has_body(exchange) ? exchange->sent : 0,
		.milliseconds = connection->loop->now - exchange->began,
	};
	clock_gettime(CLOCK_REALTIME, &entry.time);
	MHD_get_connection_values_n(connection->mhd, MHD_HEADER_KIND, exchange_access_read_field,
				    &entry);
	access_log_write(access_log, connection->loop->slot, &entry);
}
