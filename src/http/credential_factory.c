/* The strict wrapper around credential factories: reads their strings, and asks only for what is
 * theirs. */
#include "http/credential_factory.h"

#include "base/plugin.h"
#include "postern/avatar_id.h"
#include "postern/container.h"

#include <assert.h>

const struct plugin_type *const credential_factory_types[] = {
	&credential_factory_digest.base,
	&credential_factory_basic.base,
	NULL,
};

/* Most clients get a realm wrong that would have to be escaped. */
bool protection_space_valid(const char *realm, struct error *error)
{
	size_t length = strlen(realm);

	if (length == 0 || length > PROTECTION_SPACE_MAX) {
		error_set(error, "cannot protect '%s': its name has not 1 to %d bytes", realm,
			  PROTECTION_SPACE_MAX);
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		if (realm[i] >= ' ' && realm[i] <= '~' && realm[i] != '"' && realm[i] != '\\')
			continue;
		error_set(error,
			  "cannot protect '%s': its name is not printable ASCII "
			  "without '\"' and '\\'",
			  realm);
		return false;
	}
	return true;
}

struct credential_factory *credential_factory_create(const char *string,
						     const struct protection_space *space,
						     struct error *error)
{
	const struct origin nowhere = {.directory = "/"}; /* no factory takes a path */
	const struct credential_factory_type *type;
	struct credential_factory *factory;
	struct plugin plugin;

	assert(space->nonces);
	if (!protection_space_valid(space->realm, error) ||
	    !plugin_begin(&plugin, "factory", string, nowhere, credential_factory_types, error))
		return NULL;
	type = container_of(plugin.type, const struct credential_factory_type, base);
	factory = type->create(plugin.arguments, error);
	if (factory) {
		factory->type = type;
		factory->space = *space;
	}
	if (plugin_end(&plugin, factory, error))
		return factory;
	credential_factory_destroy(factory);
	return NULL;
}

bool credential_factory_speaks(const struct credential_factory *factory, struct octets scheme)
{
	return octets_equal_ignoring_case(scheme, octets_from(factory->type->scheme));
}

size_t credential_factory_challenge(const struct credential_factory *factory,
				    const struct challenge *challenge, char *text, size_t size)
{
	size_t length;

	assert(size >= CHALLENGE_TEXT_MAX);
	length = factory->type->challenge(factory, challenge, text, size);
	assert(length < size);
	return length;
}

unsigned int credential_factory_interfaces(const struct credential_factory *factory)
{
	return factory->type->interfaces | (factory->takes_hashed_names ? IHASHED_USERNAME : 0);
}

/* A factory that breaks its promises is a bug. */
static void credential_factory_inspect(const struct credential_factory *factory,
				       enum decoding decoding,
				       const struct credentials *credentials)
{
	if (decoding != DECODING_CREDENTIALS) {
		assert(!credentials);
		return;
	}
	assert(credentials);
	if (factory->takes_hashed_names && credentials->type->interfaces == IHASHED_USERNAME) {
		assert(credentials->username.length == 0);
		return;
	}
	assert(credentials->type->interfaces == factory->type->interfaces);
	assert(credentials->username.length > 0 && credentials->username.length <= AVATAR_ID_MAX);
}

enum decoding credential_factory_decode(const struct credential_factory *factory,
					const struct request *request,
					const struct authorization *authorization,
					struct arena *arena, struct credentials **credentials,
					struct error *error)
{
	enum decoding decoding;

	*credentials = NULL;
	error->text[0] = '\0';
	if (!credential_factory_speaks(factory, authorization->scheme))
		return DECODING_NOT_MINE;
	decoding =
		factory->type->decode(factory, request, authorization, arena, credentials, error);
	credential_factory_inspect(factory, decoding, *credentials);
	if (decoding == DECODING_MALFORMED || decoding == DECODING_UNACCEPTABLE)
		error_prefix(error, "factory '%s'", factory->type->base.name);
	return decoding;
}

bool credential_factory_same_answers(const struct credential_factory *one,
				     const struct credential_factory *other)
{
	const struct credential_factory_type *type = one->type;

	return other->type == type && (!type->same_answers || type->same_answers(one, other));
}

/* The interfaces tell the kinds of credentials apart: decode() was held to them. */
bool credential_factory_made(const struct credential_factory *factory,
			     const struct credentials *credentials)
{
	unsigned int interfaces = credentials_interfaces(credentials);

	return interfaces == factory->type->interfaces ||
	       (factory->takes_hashed_names && interfaces == IHASHED_USERNAME);
}

size_t credential_factory_confirm(const struct credential_factory *factory,
				  const struct credentials *credentials, char *text, size_t size)
{
	const struct credential_factory_type *type = factory->type;
	size_t length;

	assert(size >= CONFIRMATION_TEXT_MAX);
	if (!type->confirm || !credential_factory_made(factory, credentials))
		return 0;
	length = type->confirm(factory, credentials, text, size);
	assert(length < size);
	return length;
}

void credential_factory_destroy(struct credential_factory *factory)
{
	if (factory)
		factory->type->destroy(factory);
}
