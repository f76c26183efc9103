/* Reads the user name of a Digest answer, in any of the three forms that it may have. */
#include "http/digest_username.h"

#include "base/hex.h"
#include "postern/avatar_id.h"
#include "postern/precis.h"

#include <ctype.h>

static enum decoding digest_username_refuse(struct error *error, enum decoding decoding,
					    const char *why)
{
	error_set(error, "cannot read the user name: %s", why);
	return decoding;
}

/* RFC 8187 section 3.2.1. */
static bool digest_username_attribute_octet(unsigned char octet)
{
	return isalnum(octet) || (octet != '\0' && strchr("!#$&+-.^_`|~", octet));
}

/* *( pct-encoded / attr-char ), to at most as many bytes. */
static bool digest_username_decode(struct octets text, char *bytes, size_t *length)
{
	*length = 0;
	for (size_t i = 0; i < text.length; i++) {
		unsigned char octet = (unsigned char)text.data[i];

		if (hex_unescape(octets_skip(text, i), &octet))
			i += HEX_ESCAPE_LENGTH - 1;
		else if (!digest_username_attribute_octet(octet))
			return false;
		bytes[(*length)++] = (char)octet;
	}
	return true;
}

/* ext-value: charset "'" [ language ] "'" value-chars. The only charset is UTF-8, in any case. */
static bool digest_username_extended(struct octets text, struct arena *arena, struct octets *name)
{
	const struct octets charset = OCTETS("UTF-8'");
	char *bytes = arena_take(arena, text.length);
	const char *quote;

	if (!bytes || !octets_begin_ignoring_case(text, charset))
		return false;
	text = octets_skip(text, charset.length);
	quote = memchr(text.data, '\'', text.length);
	if (!quote)
		return false;
	text = octets_skip(text, (size_t)(quote + 1 - text.data));
	name->data = bytes;
	return digest_username_decode(text, bytes, &name->length);
}

static bool digest_username_prepare(struct arena *arena, struct digest_username *username)
{
	char *buffer = arena_take(arena, AVATAR_ID_MAX);

	return buffer && precis_prepare(PRECIS_USERNAME, username->sent, buffer, AVATAR_ID_MAX,
					&username->prepared);
}

/* Whether the name comes hashed, or what is wrong with what the client says about that. */
static enum decoding digest_username_form(const struct authorization *authorization, bool *hashed,
					  struct error *error)
{
	const struct authorization_parameter *userhash =
		authorization_parameter(authorization, OCTETS("userhash"));

	*hashed = userhash && octets_equal_ignoring_case(userhash->value, OCTETS("true"));
	if (userhash && !*hashed && !octets_equal_ignoring_case(userhash->value, OCTETS("false")))
		return digest_username_refuse(error, DECODING_MALFORMED,
					      "userhash is neither true nor false");
	if (*hashed && authorization_parameter(authorization, OCTETS("username*")))
		return digest_username_refuse(error, DECODING_MALFORMED,
					      "username* cannot be hashed");
	return DECODING_CREDENTIALS;
}

static enum decoding digest_username_read_hash(struct octets text, const struct digest_offer *offer,
					       struct arena *arena,
					       struct digest_username *username,
					       struct error *error)
{
	size_t size = digest_algorithm_size(offer->algorithm);
	unsigned char *hash = arena_take(arena, size);

	if (!offer->userhash)
		return digest_username_refuse(error, DECODING_UNACCEPTABLE,
					      "userhash was not offered");
	if (!hash || !hex_decode(text, hash, size))
		return digest_username_refuse(error, DECODING_UNACCEPTABLE,
					      "no hash of the algorithm's length");
	username->sent = (struct octets){.data = (const char *)hash, .length = size};
	username->prepared = OCTETS("");
	return DECODING_CREDENTIALS;
}

static enum decoding digest_username_read(const struct authorization_parameter *plain,
					  const struct authorization_parameter *extended,
					  struct arena *arena, struct digest_username *username,
					  struct error *error)
{
	if (plain)
		username->sent = plain->value;
	else if (extended->quoted ||
		 !digest_username_extended(extended->value, arena, &username->sent))
		return digest_username_refuse(error, DECODING_MALFORMED, "bad username*");
	if (!digest_username_prepare(arena, username))
		return digest_username_refuse(error,
					      plain ? DECODING_UNACCEPTABLE : DECODING_MALFORMED,
					      "no name that an account can have");
	return DECODING_CREDENTIALS;
}

enum decoding digest_username(const struct authorization *authorization,
			      const struct digest_offer *offer, struct arena *arena,
			      struct digest_username *username, struct error *error)
{
	const struct authorization_parameter *plain =
		authorization_parameter(authorization, OCTETS("username"));
	const struct authorization_parameter *extended =
		authorization_parameter(authorization, OCTETS("username*"));
	enum decoding form = digest_username_form(authorization, &username->hashed, error);

	if (!plain == !extended)
		return digest_username_refuse(error, DECODING_MALFORMED,
					      "neither username nor username*, or both");
	if (form != DECODING_CREDENTIALS)
		return form;
	if (username->hashed)
		return digest_username_read_hash(plain->value, offer, arena, username, error);
	return digest_username_read(plain, extended, arena, username, error);
}
