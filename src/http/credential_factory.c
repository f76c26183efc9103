/* The strict wrapper around credential factories: reads their strings, and asks only for what is
 * theirs. */
#include "http/credential_factory.h"

#include "base/arguments.h"
#include "postern/avatar_id.h"

#include <assert.h>

const struct credential_factory_type *const credential_factory_types[] = {
	&credential_factory_digest,
	&credential_factory_basic,
	NULL,
};

#define REALM_MAX 255 /* bytes: a challenge has room for it */

static const struct credential_factory_type *credential_factory_type_find(const char *name,
									  struct error *error)
{
	const struct credential_factory_type *const *type;

	for (type = credential_factory_types; *type; type++)
		if (strcmp((*type)->name, name) == 0)
			return *type;
	error_set(error, "cannot find factory '%s', there are only", name);
	for (type = credential_factory_types; *type; type++)
		error_set(error, "%s '%s'%s", error->text, (*type)->name, type[1] ? "," : "");
	return NULL;
}

/* Most clients get a realm wrong that would have to be escaped. */
bool protection_space_valid(const char *realm, struct error *error)
{
	size_t length = strlen(realm);

	if (length == 0 || length > REALM_MAX) {
		error_set(error, "cannot protect '%s': its name has not 1 to %d bytes", realm,
			  REALM_MAX);
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		if (realm[i] >= ' ' && realm[i] <= '~' && realm[i] != '"' && realm[i] != '\\')
			continue;
		error_set(error,
			  "cannot protect '%s': its name is not printable ASCII without '\"' and "
			  "'\\'",
			  realm);
		return false;
	}
	return true;
}

static struct credential_factory *credential_factory_make(
	const struct credential_factory_type *type, struct arguments *arguments,
	const struct protection_space *space, struct error *error)
{
	struct credential_factory *factory = type->create(arguments, error);

	if (!factory)
		return NULL;
	factory->type = type;
	factory->space = *space;
	if (!arguments_all_taken(arguments, error)) {
		credential_factory_destroy(factory);
		return NULL;
	}
	return factory;
}

struct credential_factory *credential_factory_create(const char *string,
						     const struct protection_space *space,
						     struct error *error)
{
	/* No factory takes a path. */
	struct arguments *arguments = arguments_parse(string, "/", error);
	const struct credential_factory_type *type;
	struct credential_factory *factory = NULL;

	assert(space->nonces);
	if (!arguments) {
		error_prefix(error, "factory");
		return NULL;
	}
	type = credential_factory_type_find(arguments_type(arguments), error);
	if (type && protection_space_valid(space->realm, error)) {
		factory = credential_factory_make(type, arguments, space, error);
		if (!factory)
			error_prefix(error, "factory '%s'", type->name);
	}
	arguments_destroy(arguments);
	return factory;
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

/* A factory that breaks its promises is a bug. */
static void credential_factory_inspect(const struct credential_factory *factory,
				       enum decoding decoding,
				       const struct credentials *credentials)
{
	if (decoding != DECODING_CREDENTIALS) {
		assert(!credentials);
		return;
	}
	assert(credentials && credentials->type->interfaces == factory->type->interfaces);
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
		error_prefix(error, "factory '%s'", factory->type->name);
	return decoding;
}

void credential_factory_destroy(struct credential_factory *factory)
{
	if (factory)
		factory->type->destroy(factory);
}
