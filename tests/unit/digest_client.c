/* Writes Digest answers from the other side, and hands them to the factories. */
#include "digest_client.h"

#include "base/hex.h"
#include "http/authorization.h"
#include "http/credential_factory.h"
#include "http/digest_response.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static struct nonces *nonces;
static struct credential_factory *factories[DIGEST_ALGORITHM_COUNT];
static struct credentials *credentials;
static char memory[16384];
static char fresh[NONCE_TEXT_MAX];

static void set_up(bool mutual)
{
	struct protection_space space = {.realm = CLIENT_REALM, .mutual = mutual};
	struct error error;

	nonces = nonces_create();
	space.nonces = nonces;
	for (size_t i = 0; i < DIGEST_ALGORITHM_COUNT; i++) {
		char string[32];

		sprintf(string, "digest:%s", digest_algorithm_name(i));
		factories[i] = credential_factory_create(string, &space, &error);
		ck_assert_ptr_nonnull(factories[i]);
	}
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
	for (size_t i = 0; i < DIGEST_ALGORITHM_COUNT; i++)
		credential_factory_destroy(factories[i]);
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

const char *client_confirmation(void)
{
	static char text[CONFIRMATION_TEXT_MAX];
	size_t length = credential_factory_confirm(factories[0], credentials, text, sizeof(text));

	ck_assert(length == 0 || length == strlen(text));
	return length > 0 ? text : NULL;
}

static const char *otherwise(const char *text, const char *standard)
{
	return text ? text : standard;
}

static struct client_answer completed(const struct client_answer *answer)
{
	return (struct client_answer){
		.username = otherwise(answer->username, "alice"),
		.password = otherwise(answer->password, "secret"),
		.realm = otherwise(answer->realm, CLIENT_REALM),
		.nonce = otherwise(answer->nonce, fresh),
		.uri = otherwise(answer->uri, CLIENT_TARGET),
		.nc = otherwise(answer->nc, "00000001"),
		.cnonce = otherwise(answer->cnonce, "0a4f113b"),
		.qop = otherwise(answer->qop, "auth"),
		.algorithm = otherwise(answer->algorithm, "SHA-256"),
		.method = otherwise(answer->method, "GET"),
		.target = otherwise(answer->target, CLIENT_TARGET),
		.replace = answer->replace,
		.with = answer->with,
	};
}

/* An unknown algorithm is hashed with SHA-256: somebody must see to it that this does not help. */
static void compute(const struct client_answer *answer, char hex[2 * DIGEST_SIZE_MAX + 1])
{
	struct digest_answer digest = {
		.algorithm = DIGEST_ALGORITHM_SHA_256,
		.method = octets_from(answer->method),
		.uri = octets_from(answer->uri),
		.nonce = octets_from(answer->nonce),
		.count = octets_from(answer->nc),
		.cnonce = octets_from(answer->cnonce),
		.qop = octets_from(answer->qop),
	};
	unsigned char ha1[DIGEST_SIZE_MAX];
	unsigned char response[DIGEST_SIZE_MAX];

	digest_algorithm_find(octets_from(answer->algorithm), &digest.algorithm);
	digest_ha1(digest.algorithm, octets_from(answer->username), octets_from(answer->realm),
		   octets_from(answer->password), ha1);
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
	at = append_quoted(at, "username", whole.username);
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
static const char *check(enum digest_algorithm algorithm)
{
	unsigned char ha1[DIGEST_SIZE_MAX];

	digest_ha1(algorithm, credentials->username, OCTETS(CLIENT_REALM), OCTETS("secret"), ha1);
	ck_assert_int_eq(credentials_digest_space(credentials)->algorithm, algorithm);
	if (credentials_check_hash(credentials, ha1)) {
		ck_assert(!credentials->stale);
		return "right";
	}
	return credentials->stale ? "stale" : "wrong";
}

const char *client_outcome(const struct client_answer *answer, const char *algorithm,
			   const char *field)
{
	struct client_answer whole = completed(answer);
	struct request request = {
		.method = octets_from(whole.method),
		.target = octets_from(whole.target),
	};
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	enum digest_algorithm index = DIGEST_ALGORITHM_MD5;
	struct authorization authorization;
	struct error error = {.text = ""};

	digest_algorithm_find(octets_from(algorithm), &index);
	if (authorization_parse(octets_from(field), &arena, &authorization, &error) !=
	    AUTHORIZATION_FORMED)
		return "400";
	switch (credential_factory_decode(factories[index], &request, &authorization, &arena,
					  &credentials, &error)) {
	case DECODING_CREDENTIALS:
		return check(index);
	case DECODING_NOT_MINE:
		return "not mine";
	case DECODING_UNACCEPTABLE:
		ck_assert_str_ne(error.text, "");
		return "401";
	case DECODING_MALFORMED:
		ck_assert_str_ne(error.text, "");
		return "400";
	}
	return "nonsense";
}

const char *client_try(const struct client_answer *answer)
{
	return client_outcome(answer, "SHA-256", client_field(answer));
}
