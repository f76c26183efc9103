/* Computes what a Digest response must be. Hashes enter hashes as lower-case hexadecimal digits. */
#include "http/digest_response.h"

#include "base/hex.h"
#include "cred/hash.h"
#include "postern/secret.h"

#define DIGEST_HEX_SIZE     (2 * DIGEST_SIZE_MAX + 1)
#define DIGEST_COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct octets digest_hex(enum digest_algorithm algorithm, const unsigned char *hash,
				char text[static DIGEST_HEX_SIZE])
{
	size_t size = digest_algorithm_size(algorithm);

	hex_encode(hash, size, text);
	return (struct octets){.data = text, .length = 2 * size};
}

/* H(A2), section 3.4.3. */
static void digest_ha2(const struct digest_answer *answer,
		       unsigned char ha2[static DIGEST_SIZE_MAX])
{
	char entity[DIGEST_HEX_SIZE];
	struct octets parts[] = {answer->method, answer->uri, {"", 0}};
	size_t count = DIGEST_COUNT(parts);

	if (answer->entity_hash)
		parts[2] = digest_hex(answer->algorithm, answer->entity_hash, entity);
	else
		count--;
	hash_joined(answer->algorithm, parts, count, ha2);
}

/* KD(H(A1), ...), section 3.4.1, with the HA1 of the session where there is one. */
static void digest_keyed(const struct digest_answer *answer, const unsigned char *ha1,
			 unsigned char response[static DIGEST_SIZE_MAX])
{
	unsigned char ha2[DIGEST_SIZE_MAX];
	char ha1_text[DIGEST_HEX_SIZE];
	char ha2_text[DIGEST_HEX_SIZE];
	struct octets secret = digest_hex(answer->algorithm, ha1, ha1_text);
	struct octets request;

	digest_ha2(answer, ha2);
	request = digest_hex(answer->algorithm, ha2, ha2_text);
	if (answer->qop.data) {
		const struct octets parts[] = {
			secret, answer->nonce, answer->count, answer->cnonce, answer->qop, request,
		};

		hash_joined(answer->algorithm, parts, DIGEST_COUNT(parts), response);
	} else {
		const struct octets parts[] = {secret, answer->nonce, request};

		hash_joined(answer->algorithm, parts, DIGEST_COUNT(parts), response);
	}
	secret_wipe(ha1_text, sizeof(ha1_text));
}

/* Every answer is taken as the first one of its session: what the cnonce of that was, nobody keeps
 * (section 3.4.2 would have it kept; clients take the new one, or never change it). */
void digest_response(const struct digest_answer *answer, const unsigned char *ha1,
		     unsigned char response[static DIGEST_SIZE_MAX])
{
	unsigned char session_ha1[DIGEST_SIZE_MAX];

	if (!answer->session) {
		digest_keyed(answer, ha1, response);
		return;
	}
	digest_session_ha1(answer->algorithm, ha1, answer->nonce, answer->cnonce, session_ha1);
	digest_keyed(answer, session_ha1, response);
	secret_wipe(session_ha1, sizeof(session_ha1));
}

void digest_rspauth(const struct digest_answer *answer, const unsigned char *ha1,
		    unsigned char rspauth[static DIGEST_SIZE_MAX])
{
	struct digest_answer reply = *answer;

	reply.method = OCTETS("");
	digest_response(&reply, ha1, rspauth);
}

void digest_session_ha1(enum digest_algorithm algorithm, const unsigned char *ha1,
			struct octets nonce, struct octets cnonce,
			unsigned char session_ha1[static DIGEST_SIZE_MAX])
{
	char text[DIGEST_HEX_SIZE];
	const struct octets parts[] = {digest_hex(algorithm, ha1, text), nonce, cnonce};

	hash_joined(algorithm, parts, DIGEST_COUNT(parts), session_ha1);
	secret_wipe(text, sizeof(text));
}
