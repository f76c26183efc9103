/* Digest (RFC 7616): proof of a password, bound to one request and to one nonce of ours. */
#include "base/hex.h"
#include "http/credential_factory.h"
#include "http/digest_confirmation.h"
#include "http/digest_credentials.h"
#include "http/digest_offer.h"
#include "http/digest_uri.h"
#include "http/digest_username.h"
#include "postern/container.h"
#include "postern/memory.h"

#include <stdlib.h>

#define DIGEST_NONCE_MAX 256 /* bytes; ours are shorter */

struct digest_factory {
	struct credential_factory base;
	struct digest_offer offer;
};

/* One answer on its way to become credentials. */
struct digest_decoder {
	const struct digest_factory *factory;
	const struct request *request;
	const struct authorization *authorization;
	struct arena *arena;
	struct digest_credentials *credentials;
	struct error *error;
};

static const struct digest_factory *digest_from(const struct credential_factory *factory)
{
	return container_of(factory, const struct digest_factory, base);
}

static struct credential_factory *digest_create(struct arguments *arguments, struct error *error)
{
	struct digest_factory *factory;
	struct digest_offer offer;

	if (!digest_offer_take(arguments, &offer, error))
		return NULL;
	factory = memory_take(1, sizeof(*factory));
	factory->offer = offer;
	factory->base.takes_hashed_names = offer.userhash;
	factory->base.digest_algorithm = offer.algorithm;
	return &factory->base;
}

static size_t digest_challenge(const struct credential_factory *factory,
			       const struct challenge *challenge, char *text, size_t size)
{
	return digest_offer_challenge(&digest_from(factory)->offer, factory->space.realm, challenge,
				      text, size);
}

static enum decoding digest_malformed(struct digest_decoder *decoder, const char *why)
{
	error_set(decoder->error, "cannot decode: %s", why);
	return DECODING_MALFORMED;
}

static enum decoding digest_unacceptable(struct digest_decoder *decoder, const char *why)
{
	error_set(decoder->error, "cannot decode: %s", why);
	return DECODING_UNACCEPTABLE;
}

/* Absent (data NULL) when the parameter is not there. */
static inline struct octets digest_value(const struct digest_decoder *decoder, struct octets name)
{
	const struct authorization_parameter *parameter =
		authorization_parameter(decoder->authorization, name);

	return parameter ? parameter->value : (struct octets){.data = NULL};
}

/* One of those that are offered: the older form of RFC 2069 never is. */
static enum decoding digest_read_qop(struct digest_decoder *decoder)
{
	const struct digest_offer *offer = &decoder->factory->offer;
	struct octets qop = digest_value(decoder, OCTETS("qop"));

	decoder->credentials->answer.qop = qop;
	if (!qop.data)
		return digest_unacceptable(decoder, "no qop");
	if (memchr(qop.data, ',', qop.length))
		return digest_malformed(decoder, "a list of qops");
	if (!digest_offer_has_qop(offer, qop))
		return digest_unacceptable(decoder, "its qop was not offered");
	if (octets_equal(qop, OCTETS("auth-int")))
		decoder->credentials->answer.entity_hash =
			request_hash_body(decoder->request, offer->algorithm);
	return DECODING_CREDENTIALS;
}

static enum decoding digest_read_realm(struct digest_decoder *decoder)
{
	const struct digest_factory *factory = decoder->factory;
	struct octets realm = digest_value(decoder, OCTETS("realm"));

	decoder->credentials->space = (struct digest_space){
		.algorithm = factory->offer.algorithm,
		.realm = octets_from(factory->base.space.realm),
	};
	if (!realm.data)
		return digest_malformed(decoder, "no realm");
	if (!octets_equal(realm, decoder->credentials->space.realm))
		return digest_unacceptable(decoder, "another realm");
	return DECODING_CREDENTIALS;
}

/* Host is looked up only where it counts. */
static bool digest_designates(struct octets uri, const struct request *request)
{
	struct octets host = {.data = NULL};

	if (digest_uri_absolute(uri) && !digest_uri_absolute(request->target))
		host = request_header(request, "Host");
	return digest_uri_equivalent(uri, request->target, host);
}

static enum decoding digest_read_request(struct digest_decoder *decoder)
{
	struct digest_answer *answer = &decoder->credentials->answer;

	answer->algorithm = decoder->factory->offer.algorithm;
	answer->session = decoder->factory->offer.session;
	answer->method = decoder->request->method;
	answer->uri = digest_value(decoder, OCTETS("uri"));
	if (!answer->uri.data)
		return digest_malformed(decoder, "no uri");
	if (!digest_designates(answer->uri, decoder->request))
		return digest_malformed(decoder, "made for another uri");
	return DECODING_CREDENTIALS;
}

static enum decoding digest_read_count(struct digest_decoder *decoder)
{
	struct digest_credentials *credentials = decoder->credentials;
	unsigned char bytes[4];

	credentials->answer.count = digest_value(decoder, OCTETS("nc"));
	if (!hex_decode(credentials->answer.count, bytes, sizeof(bytes)))
		return digest_malformed(decoder, "nc has not eight hexadecimal digits");
	for (size_t i = 0; i < sizeof(bytes); i++)
		credentials->count = credentials->count << 8 | bytes[i];
	if (credentials->count == 0)
		return digest_malformed(decoder, "nc is 0");
	return DECODING_CREDENTIALS;
}

static bool digest_is_ascii(struct octets text)
{
	for (size_t i = 0; i < text.length; i++) {
		if ((unsigned char)text.data[i] > 0x7f)
			return false;
	}
	return true;
}

static enum decoding digest_read_cnonce(struct digest_decoder *decoder)
{
	struct octets cnonce = digest_value(decoder, OCTETS("cnonce"));

	decoder->credentials->answer.cnonce = cnonce;
	if (cnonce.length == 0 || cnonce.length > DIGEST_CNONCE_MAX || !digest_is_ascii(cnonce))
		return digest_malformed(decoder, "no cnonce, or a bad one");
	return DECODING_CREDENTIALS;
}

static enum decoding digest_read_response(struct digest_decoder *decoder)
{
	size_t size = digest_algorithm_size(decoder->factory->offer.algorithm);

	if (!hex_decode(digest_value(decoder, OCTETS("response")), decoder->credentials->response,
			size))
		return digest_malformed(decoder, "no response of the algorithm's length");
	return DECODING_CREDENTIALS;
}

/* Whose nonce it is counts only after a right digest: then the client need not ask its user. */
static enum decoding digest_read_nonce(struct digest_decoder *decoder)
{
	struct digest_credentials *credentials = decoder->credentials;
	struct octets nonce = digest_value(decoder, OCTETS("nonce"));

	if (!nonce.data || nonce.length > DIGEST_NONCE_MAX)
		return digest_malformed(decoder, "no nonce, or too long a one");
	credentials->answer.nonce = nonce;
	credentials->nonces = decoder->factory->base.space.nonces;
	credentials->mutual = decoder->factory->base.space.mutual;
	credentials->nonce = nonces_read(credentials->nonces, credentials->space.realm, nonce);
	return DECODING_CREDENTIALS;
}

static enum decoding digest_read_username(struct digest_decoder *decoder)
{
	struct digest_username username;
	enum decoding decoding = digest_username(decoder->authorization, &decoder->factory->offer,
						 decoder->arena, &username, decoder->error);

	if (decoding == DECODING_CREDENTIALS)
		digest_credentials_name(decoder->credentials, &username);
	return decoding;
}

/* In this order: what makes an answer worth no further look goes first. */
static enum decoding (*const digest_steps[])(struct digest_decoder *decoder) = {
	digest_read_qop,    digest_read_realm,    digest_read_request, digest_read_count,
	digest_read_cnonce, digest_read_response, digest_read_nonce,   digest_read_username,
};

static enum decoding digest_read(struct digest_decoder *decoder)
{
	enum decoding decoding = DECODING_CREDENTIALS;

	digest_credentials_init(decoder->credentials);
	for (size_t i = 0; i < sizeof(digest_steps) / sizeof(digest_steps[0]); i++) {
		decoding = digest_steps[i](decoder);
		if (decoding != DECODING_CREDENTIALS)
			break;
	}
	return decoding;
}

static enum decoding digest_decode(const struct credential_factory *factory,
				   const struct request *request,
				   const struct authorization *authorization, struct arena *arena,
				   struct credentials **credentials, struct error *error)
{
	struct digest_decoder decoder = {
		.factory = digest_from(factory),
		.request = request,
		.authorization = authorization,
		.arena = arena,
		.error = error,
	};
	enum decoding decoding;

	if (authorization->token68.data)
		return digest_malformed(&decoder, "no list of parameters");
	if (authorization->parameter_count == 0)
		return digest_unacceptable(&decoder, "no parameters");
	if (!digest_offer_has_algorithm(&decoder.factory->offer,
					digest_value(&decoder, OCTETS("algorithm"))))
		return DECODING_NOT_MINE;
	decoder.credentials = arena_take(arena, sizeof(*decoder.credentials));
	if (!decoder.credentials)
		return digest_malformed(&decoder, "too long");
	decoding = digest_read(&decoder);
	if (decoding == DECODING_CREDENTIALS)
		*credentials = &decoder.credentials->base;
	return decoding;
}

static bool digest_same_answers(const struct credential_factory *one,
				const struct credential_factory *other)
{
	return digest_offer_same_answers(&digest_from(one)->offer, &digest_from(other)->offer);
}

static size_t digest_confirm(const struct credential_factory *factory,
			     const struct credentials *credentials, char *text, size_t size)
{
	(void)factory;
	return digest_confirmation(container_of(credentials, const struct digest_credentials, base),
				   text, size);
}

static void digest_destroy(struct credential_factory *factory)
{
	free(container_of(factory, struct digest_factory, base));
}

static const char digest_help[] =
	"ALGORITHM is MD5, SHA-256 (if none is named) or SHA-512-256. Offer several,\n"
	"the strongest first: a client takes the first one that it knows. With -sess\n"
	"behind it (SHA-256-sess) each nonce has a key of its own. What is kept of a\n"
	"password stays the same. Few clients know it, and none gains by it.\n"
	"With qop=auth,auth-int a client may have its answer cover the body of the\n"
	"request as well, 64 KiB at most: a body that was changed on its way is\n"
	"refused. Some clients then do worse than with auth alone (wget falls back\n"
	"to RFC 2069).\n"
	"With userhash=true clients that can (curl, Chromium, .NET) send a hash of the\n"
	"user name instead of the name. All checkers that serve this factory must then\n"
	"accept IHashedUsername, which they need an index for.";

const struct credential_factory_type credential_factory_digest = {
	.base = {.name = "digest",
		 .usage = "[ALGORITHM][:qop=auth,auth-int][:userhash=true]",
		 .summary = "proof of a password that does not cross the wire",
		 .help = digest_help},
	.scheme = "Digest",
	.interfaces = DIGEST_CREDENTIALS_INTERFACES,
	.garbage = DECODING_MALFORMED,
	.create = digest_create,
	.challenge = digest_challenge,
	.decode = digest_decode,
	.same_answers = digest_same_answers,
	.confirm = digest_confirm,
	.destroy = digest_destroy,
};
