/* Parses an endpoint string. */
#include "http/endpoint.h"

#include "base/arguments.h"
#include "http/endpoint_pem.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <arpa/inet.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENDPOINT_INHERITED_MAX 1024

int endpoint_family(const struct endpoint *endpoint)
{
	return endpoint->address.any.sa_family;
}

static const void *endpoint_ip(const struct endpoint *endpoint)
{
	return endpoint_family(endpoint) == AF_INET
		       ? (const void *)&endpoint->address.in.sin_addr
		       : (const void *)&endpoint->address.in6.sin6_addr;
}

static void endpoint_set_port(struct endpoint *endpoint, in_port_t port)
{
	if (endpoint_family(endpoint) == AF_INET)
		endpoint->address.in.sin_port = htons(port);
	else
		endpoint->address.in6.sin6_port = htons(port);
}

static bool endpoint_parse_number(struct octets text, int base, unsigned long max,
				  unsigned long *number)
{
	char *end;

	if (text.length == 0 || text.length > 8 || text.data[0] < '0' || text.data[0] > '9')
		return false;
	*number = strtoul(text.data, &end, base);
	return *end == '\0' && *number <= max;
}

/* As in Twisted, an endpoint without an interface listens on all of them. */
static bool endpoint_parse_ip(struct endpoint *endpoint, int family, struct arguments *arguments,
			      struct error *error)
{
	struct octets port_text = {"", 0};
	struct octets interface = family == AF_INET6 ? OCTETS("::") : OCTETS("0.0.0.0");
	unsigned long port;

	arguments_option(arguments, "interface", &interface);
	if (family == AF_UNSPEC)
		family = strchr(interface.data, ':') ? AF_INET6 : AF_INET;
	if (!arguments_next(arguments, &port_text) ||
	    !endpoint_parse_number(port_text, 10, 65535, &port)) {
		error_set(error, "expected a port from 0 to 65535, not '%s'", port_text.data);
		return false;
	}
	endpoint->address.any.sa_family = (sa_family_t)family;
	if (inet_pton(family, interface.data, (void *)endpoint_ip(endpoint)) != 1) {
		error_set(error,
			  "expected an IP address, not '%s' (write '\\:' for each ':' in it)",
			  interface.data);
		return false;
	}
	endpoint_set_port(endpoint, (in_port_t)port);
	endpoint->address_length =
		family == AF_INET ? sizeof(endpoint->address.in) : sizeof(endpoint->address.in6);
	return true;
}

static bool endpoint_parse_unix(struct endpoint *endpoint, struct arguments *arguments,
				struct error *error)
{
	struct octets mode = OCTETS("666");
	char path[PATH_MAX];
	unsigned long bits;

	arguments_option(arguments, "mode", &mode);
	if (!endpoint_parse_number(mode, 8, 0777, &bits)) {
		error_set(error, "expected an octal mode, not '%s'", mode.data);
		return false;
	}
	endpoint->mode = (mode_t)bits;
	if (!arguments_next_path(arguments, path, error))
		return false;
	if (strlen(path) >= sizeof(endpoint->address.un.sun_path)) {
		error_set(error, "cannot bind '%s': it is too long for a socket", path);
		return false;
	}
	endpoint->address.un.sun_family = AF_UNIX;
	strcpy(endpoint->address.un.sun_path, path);
	endpoint->address_length = sizeof(endpoint->address.un);
	return true;
}

static char *endpoint_parse_pem(struct arguments *arguments, const char *key, struct error *error)
{
	char path[PATH_MAX];
	struct octets value;

	if (!arguments_option(arguments, key, &value)) {
		error_set(error, "expected %s=PATH", key);
		return NULL;
	}
	if (!arguments_path(arguments, value, path, error))
		return NULL;
	return endpoint_pem_read(path, error);
}

static bool endpoint_parse_ssl(struct endpoint *endpoint, struct arguments *arguments,
			       struct error *error)
{
	endpoint->certificate = endpoint_parse_pem(arguments, "certKey", error);
	if (!endpoint->certificate)
		return false;
	endpoint->private_key = endpoint_parse_pem(arguments, "privateKey", error);
	if (!endpoint->private_key ||
	    !endpoint_pem_check(endpoint->certificate, endpoint->private_key, error))
		return false;
	return endpoint_parse_ip(endpoint, AF_UNSPEC, arguments, error);
}

/* Twisted's systemd:domain=INET:index=0. */
static bool endpoint_parse_systemd(struct endpoint *endpoint, struct arguments *arguments,
				   struct error *error)
{
	static const struct {
		const char *name;
		sa_family_t family;
	} domains[] = {{"INET", AF_INET}, {"INET6", AF_INET6}, {"UNIX", AF_UNIX}};
	struct octets domain = OCTETS("INET");
	struct octets index_text = OCTETS("0");
	unsigned long index;

	arguments_option(arguments, "domain", &domain);
	arguments_option(arguments, "index", &index_text);
	for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++)
		if (strcmp(domain.data, domains[i].name) == 0)
			endpoint->address.any.sa_family = domains[i].family;
	if (endpoint_family(endpoint) == AF_UNSPEC) {
		error_set(error, "expected domain=INET, INET6 or UNIX, not '%s'", domain.data);
		return false;
	}
	if (!endpoint_parse_number(index_text, 10, ENDPOINT_INHERITED_MAX, &index)) {
		error_set(error, "expected index=NUMBER, not '%s'", index_text.data);
		return false;
	}
	endpoint->inherited = ENDPOINT_INHERITED_FIRST + (int)index;
	return true;
}

static bool endpoint_parse_tcp(struct endpoint *endpoint, struct arguments *arguments,
			       struct error *error)
{
	return endpoint_parse_ip(endpoint, AF_INET, arguments, error);
}

static bool endpoint_parse_tcp6(struct endpoint *endpoint, struct arguments *arguments,
				struct error *error)
{
	return endpoint_parse_ip(endpoint, AF_INET6, arguments, error);
}

static const struct {
	const char *name;
	bool (*parse)(struct endpoint *endpoint, struct arguments *arguments, struct error *error);
} endpoint_types[] = {
	{"tcp", endpoint_parse_tcp},         {"tcp6", endpoint_parse_tcp6},
	{"ssl", endpoint_parse_ssl},         {"unix", endpoint_parse_unix},
	{"systemd", endpoint_parse_systemd},
};

static bool endpoint_parse(struct endpoint *endpoint, struct arguments *arguments,
			   struct error *error)
{
	const char *type = arguments_type(arguments);

	for (size_t i = 0; i < sizeof(endpoint_types) / sizeof(endpoint_types[0]); i++)
		if (strcmp(type, endpoint_types[i].name) == 0)
			return endpoint_types[i].parse(endpoint, arguments, error) &&
			       arguments_all_taken(arguments, error);
	error_set(error,
		  "cannot find endpoint type '%s', there are only 'tcp', 'tcp6', 'ssl', 'unix', "
		  "'systemd'",
		  type);
	return false;
}

bool endpoint_init(struct endpoint *endpoint, const char *string, const char *directory,
		   struct error *error)
{
	const struct origin origin = {.directory = directory};
	struct arguments *arguments = arguments_parse(string, origin, error);
	bool parsed;

	if (!arguments)
		return false;
	*endpoint = (struct endpoint){
		.string = memory_copy_text(octets_from(string)),
		.inherited = -1,
	};
	parsed = endpoint_parse(endpoint, arguments, error);
	arguments_destroy(arguments);
	if (!parsed)
		endpoint_finish(endpoint);
	return parsed;
}

void endpoint_finish(struct endpoint *endpoint)
{
	if (endpoint->private_key)
		secret_wipe(endpoint->private_key, strlen(endpoint->private_key));
	free(endpoint->private_key);
	free(endpoint->certificate);
	free(endpoint->string);
}

bool endpoint_is_local(const struct endpoint *endpoint)
{
	if (endpoint_family(endpoint) == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&endpoint->address.in6.sin6_addr);
	if (endpoint_family(endpoint) == AF_INET)
		return ntohl(endpoint->address.in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	return true;
}

void endpoint_write_url(const struct endpoint *endpoint, char *url, size_t size)
{
	const char *scheme = endpoint->certificate ? "https" : "http";
	char host[INET6_ADDRSTRLEN] = "";

	if (endpoint_family(endpoint) == AF_UNIX) {
		snprintf(url, size, "unix:%s", endpoint->address.un.sun_path);
		return;
	}
	inet_ntop(endpoint_family(endpoint), endpoint_ip(endpoint), host, sizeof(host));
	if (endpoint_family(endpoint) == AF_INET)
		snprintf(url, size, "%s://%s:%u/", scheme, host,
			 ntohs(endpoint->address.in.sin_port));
	else
		snprintf(url, size, "%s://[%s]:%u/", scheme, host,
			 ntohs(endpoint->address.in6.sin6_port));
}
