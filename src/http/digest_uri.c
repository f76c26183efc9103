/* Compares a Digest uri with the request target, escape by escape and without copying either. */
#include "http/digest_uri.h"

#include "base/hex.h"

#include <ctype.h>

#define DIGEST_URI_HTTP  "http://"
#define DIGEST_URI_HTTPS "https://"

struct digest_uri {
	struct octets scheme; /* one of the above, or empty: then there is no authority */
	struct octets authority;
	struct octets path; /* and query, without the first '/' */
};

static struct octets digest_uri_scheme(struct octets text)
{
	if (octets_begin_ignoring_case(text, OCTETS(DIGEST_URI_HTTP)))
		return OCTETS(DIGEST_URI_HTTP);
	if (octets_begin_ignoring_case(text, OCTETS(DIGEST_URI_HTTPS)))
		return OCTETS(DIGEST_URI_HTTPS);
	return OCTETS("");
}

bool digest_uri_absolute(struct octets uri)
{
	return digest_uri_scheme(uri).length > 0;
}

static size_t digest_uri_authority_length(struct octets text)
{
	size_t length = 0;

	while (length < text.length && !memchr("/?#", text.data[length], 3))
		length++;
	return length;
}

/* False when it is neither absolute nor a path. */
static bool digest_uri_split(struct octets text, struct digest_uri *uri)
{
	uri->scheme = digest_uri_scheme(text);
	uri->authority = octets_skip(text, uri->scheme.length);
	uri->authority.length =
		uri->scheme.length > 0 ? digest_uri_authority_length(uri->authority) : 0;
	uri->path = octets_skip(text, uri->scheme.length + uri->authority.length);
	if (octets_begin_ignoring_case(uri->path, OCTETS("/")))
		uri->path = octets_skip(uri->path, 1);
	else if (uri->scheme.length == 0)
		return false;
	return true; /* behind an authority, no path is the path "/" */
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
	struct octets standard =
		octets_equal(uri->scheme, OCTETS(DIGEST_URI_HTTPS)) ? OCTETS("443") : OCTETS("80");
	struct octets signed_for = uri->authority;
	struct octets asked = target->scheme.length > 0 ? target->authority : host;
	struct octets signed_port = digest_uri_cut_port(&signed_for, standard);
	struct octets asked_port = digest_uri_cut_port(&asked, standard);

	if (target->scheme.length > 0 && !octets_equal(uri->scheme, target->scheme))
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
	if (signed_for.scheme.length > 0 && !digest_uri_same_server(&signed_for, &asked, host))
		return false;
	return digest_uri_same_path(signed_for.path, asked.path);
}
