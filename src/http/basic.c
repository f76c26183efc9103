/* Basic (RFC 7617): the user name and the password themselves, in base64. */
#include "http/basic_credentials.h"
#include "http/basic_names.h"
#include "http/credential_factory.h"
#include "postern/memory.h"

#include <stdio.h>
#include <stdlib.h>

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

/* The name by which the password was sent before, or else by decoding both. */
static bool basic_read(struct basic_names *names, unsigned int slot,
		       struct basic_credentials *credentials, struct error *error)
{
	struct octets name = basic_names_find(names, slot, &credentials->fingerprint);

	if (name.data && basic_credentials_recognize(credentials, name))
		return true;
	if (!basic_credentials_decode(credentials, error))
		return false;
	basic_names_keep(names, slot, &credentials->fingerprint, credentials->base.username);
	return true;
}

static enum decoding basic_decode(const struct credential_factory *factory,
				  const struct request *request,
				  const struct authorization *authorization, struct arena *arena,
				  struct credentials **credentials, struct error *error)
{
	struct basic_names *names = factory->space.names;
	struct siphash_key fingerprint = basic_names_hash(names, authorization->token68);
	struct basic_credentials *made =
		basic_credentials_take(arena, &fingerprint, authorization->token68);

	if (!made)
		error_set(error, "cannot decode: too long");
	/* Whatever is wrong, a fresh challenge may help: the client can ask its user again. */
	if (!made || !basic_read(names, request->slot, made, error))
		return DECODING_UNACCEPTABLE;
	*credentials = &made->base;
	return DECODING_CREDENTIALS;
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
