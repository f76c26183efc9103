/* Compares a Digest uri with the request target, escape by escape and without copying either. */
#include "http/digest_uri.h"

#include "base/hex.h"
#include "http/uri.h"

#include <ctype.h>

struct digest_uri {
	bool absolute;
	struct uri_server server; /* of an absolute one */
	struct octets path;       /* and query, without the first '/' */
};

bool digest_uri_absolute(struct octets uri)
{
	struct uri_server server;

	return uri_cut_server(&uri, &server);
}

/* False when it is neither absolute nor a path. */
static bool digest_uri_split(struct octets text, struct digest_uri *uri)
{
	uri->absolute = uri_cut_server(&text, &uri->server);
	uri->path = text;
	/* Behind an authority, no path is the path "/". */
	if (text.length == 0 || text.data[0] != '/')
		return uri->absolute;
	uri->path = octets_skip(text, 1);
	return true;
}

/* Cuts the port off the authority; the default one is as good as none. */
static struct octets digest_uri_cut_port(struct octets *authority, struct octets standard)
{
	struct octets port = {.data = ""};
	size_t before = authority->length;

	while (before > 0 && isdigit((unsigned char)authority->data[before - 1]))
		before--;
	if (before == 0 || authority->data[before - 1] != ':')
		return port;
	port = octets_skip(*authority, before);
	authority->length = before - 1;
	return octets_equal(port, standard) ? OCTETS("") : port;
}

static bool digest_uri_same_server(const struct digest_uri *uri, const struct digest_uri *target,
				   struct octets host)
{
	struct octets standard = uri->server.secure ? OCTETS("443") : OCTETS("80");
	struct octets signed_for = uri->server.authority;
	struct octets asked = target->absolute ? target->server.authority : host;
	struct octets signed_port = digest_uri_cut_port(&signed_for, standard);
	struct octets asked_port = digest_uri_cut_port(&asked, standard);

	if (target->absolute && uri->server.secure != target->server.secure)
		return false;
	return octets_equal_ignoring_case(signed_for, asked) &&
	       octets_equal(signed_port, asked_port);
}

static bool digest_uri_unreserved(unsigned char octet)
{
	return isalnum(octet) || octet == '-' || octet == '.' || octet == '_' || octet == '~';
}

#define DIGEST_URI_ESCAPED 0x100

/* Takes one octet off the text. DIGEST_URI_ESCAPED is added where the escape says something else
 * than the octet itself would (RFC 3986 section 2.2). */
static unsigned int digest_uri_take(struct octets *text)
{
	unsigned char octet = (unsigned char)text->data[0];
	bool escaped = hex_unescape(*text, &octet);

	*text = octets_skip(*text, escaped ? HEX_ESCAPE_LENGTH : 1);
	return escaped && !digest_uri_unreserved(octet) ? DIGEST_URI_ESCAPED | octet : octet;
}

static bool digest_uri_same_path(struct octets a, struct octets b)
{
	while (a.length > 0 && b.length > 0) {
		if (digest_uri_take(&a) != digest_uri_take(&b))
			return false;
	}
	return a.length == b.length;
}

bool digest_uri_equivalent(struct octets uri, struct octets target, struct octets host)
{
	struct digest_uri signed_for;
	struct digest_uri asked;

	if (octets_equal(uri, target))
		return true;
	if (!digest_uri_split(uri, &signed_for) || !digest_uri_split(target, &asked))
		return false;
	/* A uri that names no server means the one that was asked: curl does so through a proxy. */
	if (signed_for.absolute && !digest_uri_same_server(&signed_for, &asked, host))
		return false;
	return digest_uri_same_path(signed_for.path, asked.path);
}
