/* Writes Authentication-Info exactly, or not at all: clients that verify it break off when it is
 * wrong. */
#include "http/digest_confirmation.h"

#include "base/hex.h"
#include "http/authorization.h"
#include "postern/credential_factory.h"

#include <assert.h>
#include <stdio.h>

/* All of a cnonce may have to be escaped. */
static_assert(2 * DIGEST_CNONCE_MAX + 2 * DIGEST_SIZE_MAX + NONCE_TEXT_MAX + 128 <
		      CONFIRMATION_TEXT_MAX,
	      "as the header says");

/* The three that have to be there with a qop, as the client sent them; nc and qop never quoted. */
static size_t digest_confirmation_prove(const struct digest_credentials *credentials, char *text,
					size_t size)
{
	const struct digest_answer *answer = &credentials->answer;
	char cnonce[2 * DIGEST_CNONCE_MAX + 1];
	char rspauth[2 * DIGEST_SIZE_MAX + 1];

	assert(answer->cnonce.length <= DIGEST_CNONCE_MAX);
	authorization_quote(answer->cnonce, cnonce);
	hex_encode(credentials->rspauth, digest_algorithm_size(answer->algorithm), rspauth);
	return (size_t)snprintf(text, size, "rspauth=\"%s\", qop=%.*s, cnonce=\"%s\", nc=%.*s",
				rspauth, (int)answer->qop.length, answer->qop.data, cnonce,
				(int)answer->count.length, answer->count.data);
}

static size_t digest_confirmation_hand_over(const struct digest_credentials *credentials,
					    const char *separator, char *text, size_t size)
{
	char nonce[NONCE_TEXT_MAX];

	nonces_make(credentials->nonces, credentials->space.realm, nonce);
	return (size_t)snprintf(text, size, "%snextnonce=\"%s\"", separator, nonce);
}

size_t digest_confirmation(const struct digest_credentials *credentials, char *text, size_t size)
{
	size_t length = 0;

	if (credentials->use != DIGEST_USE_ACCEPTED)
		return 0;
	if (credentials->proved)
		length = digest_confirmation_prove(credentials, text, size);
	/* A session's key would be made of the nonce before, by clients that keep it: they get the
	 * next one by a 401. */
	if (credentials->nonce.ends_soon && !credentials->answer.session)
		length += digest_confirmation_hand_over(credentials, length > 0 ? ", " : "",
							text + length, size - length);
	return length;
}
