/* Finds the client of a request. */
#include "http/client.h"

#include "cred/source.h"
#include "http/head.h"

struct client_search {
	const struct networks *proxies;
	struct client client;
};

static enum MHD_Result client_read_field(void *closure, enum MHD_ValueKind kind, const char *name,
					 size_t name_length, const char *value, size_t value_length)
{
	struct client_search *search = closure;
	struct octets field = {.data = name, .length = name_length};

	(void)kind;
	if (octets_equal_ignoring_case(field, OCTETS("X-Forwarded-For")) && value)
		proxies_follow(search->proxies, (struct octets){value, value_length},
			       &search->client.peer, &search->client.address);
	return MHD_YES;
}

struct client client_find(const struct connection *connection, const struct networks *proxies)
{
	struct client_search search = {.proxies = proxies};

	source_address(connection_address(connection), &search.client.peer);
	search.client.address = search.client.peer;
	if (networks_have(proxies, &search.client.peer))
		MHD_get_connection_values_n(connection->mhd, MHD_HEADER_KIND, client_read_field,
					    &search);
	return search.client;
}
