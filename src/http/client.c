/* Finds the source of a request. */
#include "http/client.h"

#include "cred/source.h"
#include "http/head.h"

struct client_search {
	const struct proxies *proxies;
	uint64_t peer;
	uint64_t source;
};

static enum MHD_Result client_read_field(void *closure, enum MHD_ValueKind kind, const char *name,
					 size_t name_length, const char *value, size_t value_length)
{
	struct client_search *search = closure;
	struct octets field = {.data = name, .length = name_length};

	(void)kind;
	if (octets_equal_ignoring_case(field, OCTETS("X-Forwarded-For")) && value)
		proxies_follow(search->proxies, (struct octets){value, value_length}, search->peer,
			       &search->source);
	return MHD_YES;
}

uint64_t client_source(const struct connection *connection, const struct proxies *proxies)
{
	const struct sockaddr *peer = connection_address(connection);
	struct client_search search = {.proxies = proxies};
	struct in6_addr address;

	search.peer = source_address(peer, &address) ? source_of(&address) : SOURCE_LOCAL;
	search.source = search.peer;
	if (proxies_trust(proxies, peer))
		MHD_get_connection_values_n(connection->mhd, MHD_HEADER_KIND, client_read_field,
					    &search);
	return search.source;
}
