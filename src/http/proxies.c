/* Reads X-Forwarded-For. */
#include "http/proxies.h"

#include "postern/octets_parts.h"

#include <arpa/inet.h>
#include <stdio.h>

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
	return networks_read_address(begin, address) && !IN6_IS_ADDR_UNSPECIFIED(address);
}

void proxies_follow(const struct networks *proxies, struct octets field,
		    const struct in6_addr *peer, struct in6_addr *client)
{
	struct octets node;

	while (octets_next(&field, ',', &node)) {
		struct in6_addr address;

		if (!proxies_read_node(octets_trim(node), &address))
			*client = *peer;
		else if (!networks_have(proxies, &address))
			*client = address;
	}
}
