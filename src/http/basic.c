/* Basic (RFC 7617): the user name and the password themselves, in base64. */
#include "base/base64.h"
#include "http/credential_factory.h"
#include "postern/avatar_id.h"
#include "postern/memory.h"
#include "postern/octets_parts.h"
#include "postern/precis.h"
#include "postern/secret.h"

#include <stdio.h>
#include <stdlib.h>

#define BASIC_DECODED_MAX 1024 /* bytes of user name, colon and password */

static struct credential_factory *basic_create(struct arguments *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	return memory_take(1, sizeof(struct credential_factory));
}

static size_t basic_challenge(const struct credential_factory *factory,
			      const struct challenge *challenge, char *text, size_t size)
{
	(void)challenge;
	return (size_t)snprintf(text, size, "Basic realm=\"%s\", charset=\"UTF-8\"",
				factory->space.realm);
}

/* Whatever is wrong, a fresh challenge may help: the client can ask its user again. */
static enum decoding basic_refuse(struct error *error, const char *why)
{
	error_set(error, "cannot decode: %s", why);
	return DECODING_UNACCEPTABLE;
}

/* The profiles refuse what RFC 7617 refuses, control characters and what is not UTF-8, and empty
 * text. */
static bool basic_prepare(enum precis_profile profile, struct octets text, size_t size,
			  struct arena *arena, struct octets *prepared)
{
	char *buffer = arena_take(arena, size);

	return buffer && precis_prepare(profile, text, buffer, size, prepared);
}

/* `decoded` is user name, colon and password. */
static enum decoding basic_split(struct octets decoded, struct arena *arena,
				 struct credentials **credentials, struct error *error)
{
	struct username_password *made = arena_take(arena, sizeof(*made));
	struct octets password = decoded;
	struct octets username;

	if (!octets_cut(&password, ':', &username))
		return basic_refuse(error, "no colon");
	if (!made || !basic_prepare(PRECIS_USERNAME, username, AVATAR_ID_MAX, arena, &username))
		return basic_refuse(error, "no user name");
	if (!basic_prepare(PRECIS_PASSWORD, password, BASIC_DECODED_MAX, arena, &password))
		return basic_refuse(error, "no password");
	*made = username_password(username, password);
	*credentials = &made->base;
	return DECODING_CREDENTIALS;
}

static enum decoding basic_decode(const struct credential_factory *factory,
				  const struct request *request,
				  const struct authorization *authorization, struct arena *arena,
				  struct credentials **credentials, struct error *error)
{
	unsigned char decoded[BASE64_BYTES(BASE64_LENGTH_MAX)];
	enum decoding decoding;
	size_t size;

	(void)factory;
	(void)request;
	if (!base64_decode(authorization->token68, decoded, &size) || size > BASIC_DECODED_MAX)
		decoding = basic_refuse(error, "no base64, or too long");
	else
		decoding = basic_split((struct octets){(const char *)decoded, size}, arena,
				       credentials, error);
	secret_wipe(decoded, sizeof(decoded));
	return decoding;
}

static void basic_destroy(struct credential_factory *factory)
{
	free(factory);
}

const struct credential_factory_type credential_factory_basic = {
	.base = {.name = "basic",
		 .usage = "",
		 .summary = "passwords as they are, for connections that nobody listens to"},
	.scheme = "Basic",
	.interfaces = IUSERNAME_PASSWORD,
	.garbage = DECODING_UNACCEPTABLE,
	.create = basic_create,
	.challenge = basic_challenge,
	.decode = basic_decode,
	.destroy = basic_destroy,
};
