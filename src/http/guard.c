/* Turns what a request presents into credentials, and writes the challenges of a 401. */
#include "http/guard.h"

#include "http/authorization.h"
#include "http/nonces.h"
#include "http/response.h"
#include "postern/memory.h"

#include <stdlib.h>

struct guard *guard_create(const char *prefix, const char *realm, struct portal *portal,
			   struct credential_factory **factories, size_t factory_count)
{
	struct guard *guard = memory_take(1, sizeof(*guard));

	guard->prefix = octets_from(memory_copy_text(octets_from(prefix)));
	guard->realm = octets_from(memory_copy_text(octets_from(realm)));
	guard->portal = portal;
	guard->factories = factories;
	guard->factory_count = factory_count;
	return guard;
}

void guard_destroy(struct guard *guard)
{
	if (!guard)
		return;
	for (size_t i = 0; i < guard->factory_count; i++)
		credential_factory_destroy(guard->factories[i]);
	free(guard->factories);
	portal_destroy(guard->portal);
	free((char *)guard->realm.data);
	free((char *)guard->prefix.data);
	free(guard);
}

const char *guard_path(const struct guard *guard)
{
	return guard->prefix.length > 0 ? guard->prefix.data : "/";
}

static enum decoding guard_decode_anonymous(const struct guard *guard, struct arena *arena,
					    struct credentials **credentials)
{
	struct credentials *anonymous;

	if (!(portal_interfaces(guard->portal) & IANONYMOUS))
		return DECODING_UNACCEPTABLE;
	anonymous = arena_take(arena, sizeof(*anonymous));
	if (!anonymous)
		return DECODING_UNACCEPTABLE;
	*anonymous = credentials_anonymous();
	*credentials = anonymous;
	return DECODING_CREDENTIALS;
}

/* What stands there may be a password or a token without its scheme: only a name that is none comes
 * into the log. */
static void guard_explain_scheme(struct octets scheme, struct error *error)
{
	static const char *const known[] = {"Basic", "Bearer", "Digest", "Negotiate", "NTLM"};

	error_set(error, "its scheme is unknown");
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (octets_equal_ignoring_case(scheme, octets_from(known[i])))
			error_set(error, "scheme '%s' is not offered, or not with that algorithm",
				  known[i]);
	}
}

/* The factory that knows what to make of the field decides alone. */
static enum decoding guard_ask_factories(const struct guard *guard, const struct request *request,
					 const struct authorization *authorization,
					 struct arena *arena, struct credentials **credentials,
					 struct error *error)
{
	for (size_t i = 0; i < guard->factory_count; i++) {
		enum decoding decoding = credential_factory_decode(
			guard->factories[i], request, authorization, arena, credentials, error);

		if (decoding != DECODING_NOT_MINE)
			return decoding;
	}
	guard_explain_scheme(authorization->scheme, error);
	return DECODING_UNACCEPTABLE;
}

static enum decoding guard_judge_garbage(const struct guard *guard, struct octets scheme)
{
	for (size_t i = 0; i < guard->factory_count; i++)
		if (credential_factory_speaks(guard->factories[i], scheme))
			return guard->factories[i]->type->garbage;
	return DECODING_UNACCEPTABLE;
}

enum decoding guard_decode(const struct guard *guard, const struct request *request,
			   struct octets authorization, struct arena *arena,
			   struct credentials **credentials, struct error *error)
{
	struct authorization parsed;

	error->text[0] = '\0';
	if (!authorization.data || guard->factory_count == 0)
		return guard_decode_anonymous(guard, arena, credentials);
	switch (authorization_parse(authorization, arena, &parsed, error)) {
	case AUTHORIZATION_MALFORMED:
		return guard_judge_garbage(guard, parsed.scheme);
	case AUTHORIZATION_FORMED:
		return guard_ask_factories(guard, request, &parsed, arena, credentials, error);
	case AUTHORIZATION_NONE:
		break;
	}
	return DECODING_UNACCEPTABLE;
}

void guard_challenge(const struct guard *guard, bool stale, struct response *response)
{
	char nonce[NONCE_TEXT_MAX];
	char text[CHALLENGE_TEXT_MAX];
	struct challenge challenge = {.nonce = nonce, .stale = stale};

	if (guard->factory_count == 0)
		return;
	nonces_make(guard->factories[0]->space.nonces, guard->realm, nonce);
	for (size_t i = 0; i < guard->factory_count; i++) {
		credential_factory_challenge(guard->factories[i], &challenge, text, sizeof(text));
		response_add_own_header(response, "WWW-Authenticate", text);
	}
}

void guard_confirm(const struct guard *guard, const struct credentials *credentials,
		   struct response *response)
{
	char text[CONFIRMATION_TEXT_MAX];

	for (size_t i = 0; i < guard->factory_count; i++) {
		if (credential_factory_confirm(guard->factories[i], credentials, text,
					       sizeof(text)) == 0)
			continue;
		response_add_personal_header(response, "Authentication-Info", text);
		return;
	}
}
