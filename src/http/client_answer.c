/* Reads a challenge, and answers it: the other side of the factories. */
#include "http/client_answer.h"

#include "base/base64.h"
#include "base/hex.h"
#include "http/authorization.h"
#include "http/digest_offer.h"
#include "http/digest_response.h"
#include "http/nonces.h"
#include "postern/secret.h"

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>

#define CLIENT_ANSWER_PART_MAX 512 /* bytes of a name or a password */
#define CLIENT_ANSWER_COUNT    "00000001"
#define CLIENT_ANSWER_CNONCE   16 /* bytes */

static size_t client_answer_basic(const struct client_login *login, char *text)
{
	char pair[2 * CLIENT_ANSWER_PART_MAX + 1];
	char encoded[BASE64_TEXT(sizeof(pair))];
	char *end = mempcpy(pair, login->username.data, login->username.length);
	int length;

	*end++ = ':';
	end = mempcpy(end, login->password.data, login->password.length);
	base64_encode((const unsigned char *)pair, (size_t)(end - pair), encoded);
	length = snprintf(text, CLIENT_ANSWER_MAX, "Basic %s", encoded);
	secret_wipe(pair, sizeof(pair));
	secret_wipe(encoded, sizeof(encoded));
	return (size_t)length;
}

/* Ours is one of them: else the challenge would be none of ours. */
static void client_answer_read_algorithm(struct octets name, struct digest_answer *answer)
{
	struct digest_offer offer = {.algorithm = DIGEST_ALGORITHM_MD5};

	while (!digest_offer_has_algorithm(&offer, name)) {
		if (offer.session)
			offer.algorithm++;
		offer.session = !offer.session;
		assert(offer.algorithm < DIGEST_ALGORITHM_COUNT);
	}
	answer->algorithm = offer.algorithm;
	answer->session = offer.session;
}

static void client_answer_respond(const struct digest_answer *answer,
				  const struct client_login *login, struct octets realm,
				  char response[static 2 * DIGEST_SIZE_MAX + 1])
{
	unsigned char ha1[DIGEST_SIZE_MAX];
	unsigned char hash[DIGEST_SIZE_MAX];

	digest_ha1(answer->algorithm, login->username, realm, login->password, ha1);
	digest_response(answer, ha1, hash);
	hex_encode(hash, digest_algorithm_size(answer->algorithm), response);
	secret_wipe(ha1, sizeof(ha1));
}

static size_t client_answer_digest(const struct authorization *challenge,
				   const struct client_login *login, char *text)
{
	struct octets algorithm = authorization_parameter(challenge, OCTETS("algorithm"))->value;
	struct octets realm = authorization_parameter(challenge, OCTETS("realm"))->value;
	struct digest_answer answer = {
		.method = OCTETS("GET"),
		.uri = login->target,
		.nonce = authorization_parameter(challenge, OCTETS("nonce"))->value,
		.count = OCTETS(CLIENT_ANSWER_COUNT),
		.qop = OCTETS("auth"),
	};
	char username[2 * CLIENT_ANSWER_PART_MAX + 1];
	char response[2 * DIGEST_SIZE_MAX + 1];
	unsigned char random[CLIENT_ANSWER_CNONCE];
	char cnonce[2 * CLIENT_ANSWER_CNONCE + 1];

	secret_random(random, sizeof(random));
	hex_encode(random, sizeof(random), cnonce);
	answer.cnonce = octets_from(cnonce);
	authorization_quote(login->username, username);
	client_answer_read_algorithm(algorithm, &answer);
	client_answer_respond(&answer, login, realm, response);
	return (size_t)snprintf(text, CLIENT_ANSWER_MAX,
				"Digest username=\"%s\", realm=\"%.*s\", nonce=\"%.*s\", "
				"uri=\"%.*s\", algorithm=%.*s, qop=auth, nc=%s, cnonce=\"%s\", "
				"response=\"%s\"",
				username, (int)realm.length, realm.data, (int)answer.nonce.length,
				answer.nonce.data, (int)answer.uri.length, answer.uri.data,
				(int)algorithm.length, algorithm.data, CLIENT_ANSWER_COUNT, cnonce,
				response);
}

static bool client_answer_fits(struct octets part, const char *what, struct error *error)
{
	if (part.length <= CLIENT_ANSWER_PART_MAX)
		return true;
	error_set(error, "%s has more than %d bytes", what, CLIENT_ANSWER_PART_MAX);
	return false;
}

static size_t client_answer_challenge(const struct authorization *challenge,
				      const struct client_login *login, char *text)
{
	if (octets_equal_ignoring_case(challenge->scheme, OCTETS("Basic")))
		return client_answer_basic(login, text);
	return client_answer_digest(challenge, login, text);
}

size_t client_answer(const struct credential_factory *factory, const struct client_login *login,
		     char text[static CLIENT_ANSWER_MAX], struct error *error)
{
	alignas(max_align_t) char memory[CHALLENGE_TEXT_MAX];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	char written[CHALLENGE_TEXT_MAX];
	char nonce[NONCE_TEXT_MAX];
	const struct challenge fresh = {.nonce = nonce};
	struct authorization challenge;
	size_t length;

	if (!client_answer_fits(login->username, "user name", error) ||
	    !client_answer_fits(login->password, "password", error) ||
	    !client_answer_fits(login->target, "path", error))
		return 0;
	nonces_make(factory->space.nonces, octets_from(factory->space.realm), nonce);
	length = credential_factory_challenge(factory, &fresh, written, sizeof(written));
	/* Challenges and answers have one grammar. */
	if (authorization_parse((struct octets){written, length}, &arena, &challenge, error) ==
	    AUTHORIZATION_FORMED)
		return client_answer_challenge(&challenge, login, text);
	return 0;
}
