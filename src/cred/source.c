/* Numbers the sources of logins. */
#include "cred/source.h"

#include <arpa/inet.h>
#include <endian.h>
#include <string.h>

/* Nobody has an IPv6 address that begins with these bits (RFC 4291 section 2.4). */
#define SOURCE_IPV4 (UINT64_C(1) << 32)

uint64_t source_of(const struct in6_addr *address)
{
	uint64_t prefix;
	uint32_t ipv4;

	if (IN6_IS_ADDR_V4MAPPED(address)) {
		memcpy(&ipv4, address->s6_addr + 12, sizeof(ipv4));
		return SOURCE_IPV4 | be32toh(ipv4);
	}
	memcpy(&prefix, address->s6_addr, sizeof(prefix));
	return be64toh(prefix);
}

bool source_address(const struct sockaddr *from, struct in6_addr *address)
{
	*address = in6addr_any;
	if (from->sa_family == AF_INET6) {
		*address = ((const struct sockaddr_in6 *)from)->sin6_addr;
		return true;
	}
	if (from->sa_family != AF_INET)
		return false;
	memset(address->s6_addr + 10, 0xff, 2);
	memcpy(address->s6_addr + 12, &((const struct sockaddr_in *)from)->sin_addr,
	       sizeof(struct in_addr));
	return true;
}

const char *source_text(const struct in6_addr *address, char text[static INET6_ADDRSTRLEN])
{
	if (IN6_IS_ADDR_UNSPECIFIED(address))
		return "local";
	if (IN6_IS_ADDR_V4MAPPED(address))
		return inet_ntop(AF_INET, address->s6_addr + 12, text, INET6_ADDRSTRLEN);
	return inet_ntop(AF_INET6, address, text, INET6_ADDRSTRLEN);
}
