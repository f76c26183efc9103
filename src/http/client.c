/* Finds the address of a client. */
#include "http/client.h"

#include "cred/source.h"
#include "http/head.h"

#include <arpa/inet.h>

struct client_search {
	const struct proxies *proxies;
	struct in6_addr peer;
	struct in6_addr client;
};

static enum MHD_Result client_read_field(void *closure, enum MHD_ValueKind kind, const char *name,
					 size_t name_length, const char *value, size_t value_length)
{
	struct client_search *search = closure;
	struct octets field = {.data = name, .length = name_length};

	(void)kind;
	if (octets_equal_ignoring_case(field, OCTETS("X-Forwarded-For")) && value)
		proxies_follow(search->proxies, (struct octets){value, value_length}, &search->peer,
			       &search->client);
	return MHD_YES;
}

struct in6_addr client_address(const struct connection *connection, const struct proxies *proxies)
{
	const struct sockaddr *peer = connection_address(connection);
	struct client_search search = {.proxies = proxies};

	source_address(peer, &search.peer);
	search.client = search.peer;
	if (proxies_trust(proxies, peer))
		MHD_get_connection_values_n(connection->mhd, MHD_HEADER_KIND, client_read_field,
					    &search);
	return search.client;
}

uint64_t client_source(const struct connection *connection, const struct proxies *proxies)
{
	struct in6_addr address = client_address(connection, proxies);

	return source_of(&address);
}

struct octets client_text(const struct in6_addr *address, char text[static INET6_ADDRSTRLEN])
{
	if (IN6_IS_ADDR_UNSPECIFIED(address))
		return (struct octets){.data = NULL};
	if (IN6_IS_ADDR_V4MAPPED(address))
		inet_ntop(AF_INET, address->s6_addr + 12, text, INET6_ADDRSTRLEN);
	else
		inet_ntop(AF_INET6, address, text, INET6_ADDRSTRLEN);
	return octets_from(text);
}
