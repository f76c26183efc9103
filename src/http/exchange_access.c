/* Collects what the access log is told of a request. */
#include "http/exchange_access.h"

#include "cred/source.h"
#include "http/access_log.h"
#include "http/answer_text.h"
#include "http/client.h"
#include "http/loop.h"
#include "postern/container.h"

struct exchange_access_reader {
	struct request_reader reader;
	struct access_entry *entry;
};

static void exchange_access_read_field(struct request_reader *reader, struct octets name,
				       struct octets value)
{
	struct access_entry *entry =
		container_of(reader, struct exchange_access_reader, reader)->entry;

	if (octets_equal_ignoring_case(name, OCTETS("Referer")))
		entry->referer = value;
	else if (octets_equal_ignoring_case(name, OCTETS("User-Agent")))
		entry->user_agent = value;
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

void exchange_access_note(const struct connection *connection, bool complete)
{
	struct access_log *access_log = connection->loop->config->access_log;
	const struct exchange *exchange = &connection->exchange;
	char text[INET6_ADDRSTRLEN];
	struct client client;
	struct access_entry entry;
	struct exchange_access_reader reader = {
		.reader.read = exchange_access_read_field,
		.entry = &entry,
	};

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
		.length = answer_has_body(exchange->method, exchange->status) ? exchange->sent : 0,
		.milliseconds = connection->loop->now - exchange->began,
	};
	clock_gettime(CLOCK_REALTIME, &entry.time);
	fields_read_raw(connection->fields, &reader.reader);
	access_log_write(access_log, connection->loop->slot, &entry);
}
