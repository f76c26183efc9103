/* Reads addresses and networks, and compares bits. */
#include "http/networks.h"

#include "cred/source.h"
#include "postern/memory.h"
#include "postern/number.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define NETWORKS_BITS        128 /* of an IPv6 address */
#define NETWORKS_MAPPED_BITS 96  /* of one that is a mapped IPv4 address, before its own */

struct network {
	struct in6_addr address;
	unsigned int bits; /* of it that count */
};

struct networks {
	struct network *networks;
	size_t count;
	bool local; /* Unix sockets */
};

struct networks *networks_create(void)
{
	return memory_take(1, sizeof(struct networks));
}

void networks_destroy(struct networks *networks)
{
	if (networks)
		free(networks->networks);
	free(networks);
}

bool networks_read_address(const char *text, struct in6_addr *address)
{
	struct sockaddr_in ipv4 = {.sin_family = AF_INET};

	if (inet_pton(AF_INET6, text, address) == 1)
		return true;
	return inet_pton(AF_INET, text, &ipv4.sin_addr) == 1 &&
	       source_address((const struct sockaddr *)&ipv4, address);
}

static bool network_read(struct network *network, const char *text)
{
	char address[INET6_ADDRSTRLEN];
	size_t length = strcspn(text, "/");
	unsigned int before;
	struct error ignored;

	if (length >= sizeof(address))
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	if (!networks_read_address(address, &network->address))
		return false;
	network->bits = NETWORKS_BITS;
	if (text[length] == '\0')
		return true;
	before = strchr(address, ':') ? 0 : NETWORKS_MAPPED_BITS;
	if (!number_parse(text + length + 1, 0, NETWORKS_BITS - before, &network->bits, &ignored))
		return false;
	network->bits += before;
	return true;
}

bool networks_add(struct networks *networks, const char *text, struct error *error)
{
	struct network network;

	if (strcmp(text, "unix") == 0) {
		networks->local = true;
		return true;
	}
	if (!network_read(&network, text)) {
		error_set(error,
			  "cannot read '%s': expected an address, a network like 10.0.0.0/8, or "
			  "'unix'",
			  text);
		return false;
	}
	networks->networks = memory_make_room(networks->networks, networks->count,
					      sizeof(networks->networks[0]));
	networks->networks[networks->count++] = network;
	return true;
}

static bool network_has(const struct network *network, const struct in6_addr *address)
{
	size_t bytes = network->bits / 8;
	unsigned int rest = network->bits % 8;

	if (memcmp(network->address.s6_addr, address->s6_addr, bytes) != 0)
		return false;
	return rest == 0 ||
	       (network->address.s6_addr[bytes] ^ address->s6_addr[bytes]) >> (8 - rest) == 0;
}

bool networks_have(const struct networks *networks, const struct in6_addr *address)
{
	if (IN6_IS_ADDR_UNSPECIFIED(address))
		return networks->local;
	for (size_t i = 0; i < networks->count; i++) {
		if (network_has(&networks->networks[i], address))
			return true;
	}
	return false;
}
