/* Basic (RFC 7617): the user name and the password themselves, in base64. */
#include "http/basic_credentials.h"
#include "http/basic_names.h"
#include "http/credential_factory.h"
#include "postern/checker.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct basic {
	struct credential_factory base;
	struct siphash_key key;     /* of the fingerprints; dies with the process */
	struct basic_names **names; /* of each slot; NULL until it has seen one */
};

static const struct basic *basic_from(const struct credential_factory *factory)
{
	return container_of(factory, const struct basic, base);
}

static struct credential_factory *basic_create(struct arguments *arguments, struct error *error)
{
	struct basic *basic = memory_take(1, sizeof(*basic));

	(void)arguments;
	(void)error;
	secret_random(&basic->key, sizeof(basic->key));
	basic->names = memory_take(CALLER_SLOTS, sizeof(basic->names[0]));
	return &basic->base;
}

static size_t basic_challenge(const struct credential_factory *factory,
			      const struct challenge *challenge, char *text, size_t size)
{
	(void)challenge;
	return (size_t)snprintf(text, size, "Basic realm=\"%s\", charset=\"UTF-8\"",
				factory->space.realm);
}

static struct basic_names *basic_names(const struct basic *basic, unsigned int slot)
{
	assert(slot < CALLER_SLOTS);
	if (!basic->names[slot])
		basic->names[slot] = basic_names_create();
	return basic->names[slot];
}

/* The name by which the password was sent before, or else by decoding both. */
static bool basic_read(struct basic_names *names, struct basic_credentials *credentials,
		       struct error *error)
{
	struct octets name = basic_names_find(names, &credentials->fingerprint);

	if (name.data && basic_credentials_recognize(credentials, name))
		return true;
	if (!basic_credentials_decode(credentials, error))
		return false;
	basic_names_keep(names, &credentials->fingerprint, credentials->base.username);
	return true;
}

static enum decoding basic_decode(const struct credential_factory *factory,
				  const struct request *request,
				  const struct authorization *authorization, struct arena *arena,
				  struct credentials **credentials, struct error *error)
{
	const struct basic *basic = basic_from(factory);
	struct basic_credentials *made =
		basic_credentials_take(arena, &basic->key, authorization->token68);

	if (!made)
		error_set(error, "cannot decode: too long");
	/* Whatever is wrong, a fresh challenge may help: the client can ask its user again. */
	if (!made || !basic_read(basic_names(basic, request->slot), made, error))
		return DECODING_UNACCEPTABLE;
	*credentials = &made->base;
	return DECODING_CREDENTIALS;
}

static void basic_destroy(struct credential_factory *factory)
{
	struct basic *basic = container_of(factory, struct basic, base);

	for (size_t i = 0; i < CALLER_SLOTS; i++)
		basic_names_destroy(basic->names[i]);
	free(basic->names);
	secret_wipe(&basic->key, sizeof(basic->key));
	free(basic);
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
