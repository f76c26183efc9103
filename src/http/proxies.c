/* Reads X-Forwarded-For, and the networks of those who are believed. */
#include "http/proxies.h"

#include "cred/source.h"
#include "http/head.h"
#include "postern/memory.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#define PROXIES_MAPPED_BITS 96 /* of an IPv4 address in an IPv6 one, before its own */

struct network {
	struct in6_addr address;
	unsigned int bits; /* of it that count */
};

struct proxies {
	struct network *networks;
	size_t count;
	bool local; /* Unix sockets */
};

struct proxies *proxies_create(void)
{
	return memory_take(1, sizeof(struct proxies));
}

void proxies_destroy(struct proxies *proxies)
{
	if (proxies)
		free(proxies->networks);
	free(proxies);
}

/* Returns how many bits stand before those of the text, for a mapped IPv4 address; -1: no address.
 */
static int proxies_read_address(const char *text, struct in6_addr *address)
{
	struct sockaddr_in ipv4 = {.sin_family = AF_INET};

	if (inet_pton(AF_INET6, text, address) == 1)
		return 0;
	if (inet_pton(AF_INET, text, &ipv4.sin_addr) != 1)
		return -1;
	source_address((const struct sockaddr *)&ipv4, address);
	return PROXIES_MAPPED_BITS;
}

static bool network_read(struct network *network, const char *text)
{
	char address[INET6_ADDRSTRLEN];
	size_t length = strcspn(text, "/");
	unsigned long bits;
	char *end;
	int before;

	if (length >= sizeof(address))
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	before = proxies_read_address(address, &network->address);
	if (before < 0)
		return false;
	network->bits = 128;
	if (text[length] == '\0')
		return true;
	bits = strtoul(text + length + 1, &end, 10);
	network->bits = (unsigned int)before + (unsigned int)bits;
	return text[length + 1] >= '0' && text[length + 1] <= '9' && *end == '\0' && bits <= 128 &&
	       network->bits <= 128;
}

bool proxies_add(struct proxies *proxies, const char *text, struct error *error)
{
	struct network network;

	if (strcmp(text, "unix") == 0) {
		proxies->local = true;
		return true;
	}
	if (!network_read(&network, text)) {
		error_set(error,
			  "cannot trust '%s': expected an address, a network like 10.0.0.0/8, or "
			  "'unix'",
			  text);
		return false;
	}
	proxies->networks =
		memory_grow(proxies->networks, proxies->count + 1, sizeof(proxies->networks[0]));
	proxies->networks[proxies->count++] = network;
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

static bool proxies_have(const struct proxies *proxies, const struct in6_addr *address)
{
	for (size_t i = 0; i < proxies->count; i++) {
		if (network_has(&proxies->networks[i], address))
			return true;
	}
	return false;
}

bool proxies_trust(const struct proxies *proxies, const struct sockaddr *peer)
{
	struct in6_addr address;

	if (source_address(peer, &address))
		return proxies_have(proxies, &address);
	return proxies->local;
}

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]" or "[2001:db8::1]:80". */
static bool proxies_read_node(struct octets node, struct in6_addr *address)
{
	char text[INET6_ADDRSTRLEN + sizeof("[]:65535")];
	char *begin = text;

	if (node.length >= sizeof(text))
		return false;
	snprintf(text, sizeof(text), "%.*s", (int)node.length, node.data);
	if (text[0] == '[') {
		begin++;
		begin[strcspn(begin, "]")] = '\0';
	} else if (strchr(text, '.') && strchr(text, ':') == strrchr(text, ':')) {
		text[strcspn(text, ":")] = '\0';
	}
	return proxies_read_address(begin, address) >= 0;
}

void proxies_follow(const struct proxies *proxies, struct octets field, const struct in6_addr *peer,
		    struct in6_addr *client)
{
	const char *comma;

	do {
		struct octets node = field;
		struct in6_addr address;

		comma = memchr(field.data, ',', field.length);
		if (comma) {
			node.length = (size_t)(comma - field.data);
			field = octets_skip(field, node.length + 1);
		}
		if (!proxies_read_node(head_trim(node), &address))
			*client = *peer;
		else if (!proxies_have(proxies, &address))
			*client = address;
	} while (comma);
}
