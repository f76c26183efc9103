/* Finds the client of a request. */
#include "http/client.h"

#include "http/fields.h"
#include "postern/container.h"

struct client_search {
	struct request_reader reader;
	const struct networks *proxies;
	struct client client;
};

static void client_read(struct request_reader *reader, struct octets name, struct octets value)
{
	struct client_search *search = container_of(reader, struct client_search, reader);

	if (octets_equal_ignoring_case(name, OCTETS("X-Forwarded-For")))
		proxies_follow(search->proxies, value, &search->client.peer,
			       &search->client.address);
}

struct client client_find(const struct connection *connection, const struct networks *proxies)
{
	struct client_search search = {.reader.read = client_read, .proxies = proxies};

	search.client.peer = connection->peer;
	search.client.address = connection->peer;
	if (networks_have(proxies, &search.client.peer))
		fields_read(connection->fields, &search.reader);
	return search.client;
}
