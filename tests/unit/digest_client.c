/* Writes Digest answers from the other side, and hands them to the factories. */
#include "digest_client.h"

#include "base/hex.h"
#include "cred/hash.h"
#include "http/authorization.h"
#include "http/credential_factory.h"
#include "http/digest_response.h"
#include "http/request.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static struct nonces *nonces;
static struct credentials *credentials;
static char memory[16384];
static char fresh[NONCE_TEXT_MAX];
static struct body_hash body_hash;
static struct error factory_error;
static bool mutual;

static void set_up(bool is_mutual)
{
	mutual = is_mutual;
	nonces = nonces_create();
	nonces_make(nonces, OCTETS(CLIENT_REALM), fresh);
}

void client_set_up(void)
{
	set_up(false);
}

void client_set_up_mutual(void)
{
	set_up(true);
}

void client_tear_down(void)
{
	body_hash_finish(&body_hash);
	nonces_destroy(nonces);
}

struct nonces *client_nonces(void)
{
	return nonces;
}

struct credentials *client_credentials(void)
{
	return credentials;
}

static const char *otherwise(const char *text, const char *standard)
{
	return text ? text : standard;
}

static struct client_answer completed(const struct client_answer *answer)
{
	return (struct client_answer){
		.username = otherwise(answer->username, "alice"),
		.hashes_name = answer->hashes_name,
		.password = otherwise(answer->password, "secret"),
		.realm = otherwise(answer->realm, CLIENT_REALM),
		.nonce = otherwise(answer->nonce, fresh),
		.uri = otherwise(answer->uri, CLIENT_TARGET),
		.nc = otherwise(answer->nc, "00000001"),
		.cnonce = otherwise(answer->cnonce, "0a4f113b"),
		.qop = otherwise(answer->qop, "auth"),
		.algorithm = otherwise(answer->algorithm, "SHA-256"),
		.method = otherwise(answer->method, "GET"),
		.body = otherwise(answer->body, ""),
		.target = otherwise(answer->target, CLIENT_TARGET),
		.received = otherwise(answer->received, ""),
		.replace = answer->replace,
		.with = answer->with,
	};
}

/* True, and the algorithm without its "-sess", when it has one. */
static bool is_session(struct octets *algorithm)
{
	const char *suffix = strstr(algorithm->data, "-sess");

	if (suffix)
		algorithm->length = (size_t)(suffix - algorithm->data);
	return suffix;
}

/* An unknown algorithm is hashed with SHA-256: somebody must see to it that this does not help. */
static void compute(const struct client_answer *answer, char hex[2 * DIGEST_SIZE_MAX + 1])
{
	struct octets algorithm = octets_from(answer->algorithm);
	struct digest_answer digest = {
		.algorithm = DIGEST_ALGORITHM_SHA_256,
		.session = is_session(&algorithm),
		.method = octets_from(answer->method),
		.uri = octets_from(answer->uri),
		.nonce = octets_from(answer->nonce),
		.count = octets_from(answer->nc),
		.cnonce = octets_from(answer->cnonce),
		.qop = octets_from(answer->qop),
	};
	const struct octets body = octets_from(answer->body);
	unsigned char entity[DIGEST_SIZE_MAX];
	unsigned char ha1[DIGEST_SIZE_MAX];
	unsigned char response[DIGEST_SIZE_MAX];

	digest_algorithm_find(algorithm, &digest.algorithm);
	digest_ha1(digest.algorithm, octets_from(answer->username), octets_from(answer->realm),
		   octets_from(answer->password), ha1);
	hash_pieces(digest.algorithm, &body, 1, entity);
	if (strcmp(answer->qop, "auth-int") == 0)
		digest.entity_hash = entity;
	digest_response(&digest, ha1, response);
	hex_encode(response, digest_algorithm_size(digest.algorithm), hex);
}

static char *append_quoted(char *at, const char *name, const char *value)
{
	at += sprintf(at, ", %s=\"", name);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			*at++ = '\\';
		*at++ = *value;
	}
	return stpcpy(at, "\"");
}

static char *append_username(char *at, const struct client_answer *answer)
{
	struct octets algorithm = octets_from(answer->algorithm);
	enum digest_algorithm found = DIGEST_ALGORITHM_SHA_256;
	unsigned char hash[DIGEST_SIZE_MAX];
	char hex[2 * DIGEST_SIZE_MAX + 1];

	if (!answer->hashes_name)
		return append_quoted(at, "username", answer->username);
	is_session(&algorithm);
	digest_algorithm_find(algorithm, &found);
	digest_userhash(found, octets_from(answer->username), octets_from(answer->realm), hash);
	hex_encode(hash, digest_algorithm_size(found), hex);
	return stpcpy(append_quoted(at, "username", hex), ", userhash=true");
}

static void replace(char *text, size_t size, const char *piece, const char *with)
{
	char *at = strstr(text, piece);
	char *rest;

	ck_assert_msg(at, "'%s' has no '%s'", text, piece);
	rest = strdup(at + strlen(piece));
	ck_assert_ptr_nonnull(rest);
	snprintf(at, size - (size_t)(at - text), "%s%s", with, rest);
	free(rest);
}

const char *client_field(const struct client_answer *answer)
{
	static char text[8192];
	struct client_answer whole = completed(answer);
	char response[2 * DIGEST_SIZE_MAX + 1];
	char *at = text;

	compute(&whole, response);
	at += sprintf(at, "Digest algorithm=%s, qop=%s, nc=%s", whole.algorithm, whole.qop,
		      whole.nc);
	at = append_username(at, &whole);
	at = append_quoted(at, "realm", whole.realm);
	at = append_quoted(at, "nonce", whole.nonce);
	at = append_quoted(at, "uri", whole.uri);
	at = append_quoted(at, "cnonce", whole.cnonce);
	append_quoted(at, "response", response);
	if (whole.replace)
		replace(text, sizeof(text), whole.replace, whole.with);
	return text;
}

/* Every name has an account. */
static const char *check(const struct client_answer *answer)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	unsigned char ha1[DIGEST_SIZE_MAX];

	if (credentials_interfaces(credentials) == IHASHED_USERNAME)
		credentials_identify(credentials, octets_from(answer->username));
	digest_ha1(space->algorithm, credentials->username, space->realm, OCTETS("secret"), ha1);
	if (credentials_check_hash(credentials, ha1)) {
		ck_assert(!credentials->stale);
		return "right";
	}
	return credentials->stale ? "stale" : "wrong";
}

static struct credential_factory *factory_create(const char *offer)
{
	const struct protection_space space = {
		.realm = CLIENT_REALM, .nonces = nonces, .mutual = mutual};
	char string[64];

	snprintf(string, sizeof(string), "digest:%s", offer);
	return credential_factory_create(string, &space, &factory_error);
}

const char *client_confirmation(void)
{
	static char text[CONFIRMATION_TEXT_MAX];
	struct credential_factory *factory = factory_create("SHA-256:userhash=true");
	size_t length = credential_factory_confirm(factory, credentials, text, sizeof(text));

	credential_factory_destroy(factory);
	ck_assert(length == 0 || length == strlen(text));
	return length > 0 ? text : NULL;
}

const char *client_challenge(const char *offer)
{
	static char text[CHALLENGE_TEXT_MAX];
	const struct challenge challenge = {.nonce = "abc"};
	struct credential_factory *factory = factory_create(offer);

	if (!factory)
		return NULL;
	credential_factory_challenge(factory, &challenge, text, sizeof(text));
	credential_factory_destroy(factory);
	return text;
}

const char *client_error(void)
{
	return factory_error.text;
}

static enum decoding decode(const struct client_answer *answer, const char *offer,
			    const struct authorization *authorization, struct arena *arena)
{
	const struct http_request request = {
		.base.method = octets_from(answer->method),
		.base.target = octets_from(answer->target),
		.body_hash = &body_hash,
	};
	struct credential_factory *factory = factory_create(offer);
	struct error error = {.text = ""};
	enum decoding decoding;

	ck_assert_msg(factory, "%s", factory_error.text);
	body_hash_finish(&body_hash);
	decoding = credential_factory_decode(factory, &request.base, authorization, arena,
					     &credentials, &error);

	if (decoding == DECODING_UNACCEPTABLE || decoding == DECODING_MALFORMED)
		ck_assert_str_ne(error.text, "");
	credential_factory_destroy(factory);
	if (answer->received[0])
		body_hash_add(&body_hash, octets_from(answer->received));
	body_hash_end(&body_hash);
	return decoding;
}

const char *client_outcome(const struct client_answer *answer, const char *offer, const char *field)
{
	struct client_answer whole = completed(answer);
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	struct authorization authorization;
	struct error error;

	if (authorization_parse(octets_from(field), &arena, &authorization, &error) !=
	    AUTHORIZATION_FORMED)
		return "400";
	switch (decode(&whole, offer, &authorization, &arena)) {
	case DECODING_CREDENTIALS:
		return check(&whole);
	case DECODING_NOT_MINE:
		return "not mine";
	case DECODING_UNACCEPTABLE:
		return "401";
	case DECODING_MALFORMED:
		return "400";
	}
	return "nonsense";
}

const char *client_try(const struct client_answer *answer)
{
	return client_outcome(answer, "SHA-256", client_field(answer));
}
