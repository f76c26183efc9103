/* The credentials that a Digest answer is (Twisted: DigestedCredentials): they provide
 * IUsernameHashedPassword and IUsernameDigestHash, or IHashedUsername. */
#ifndef HTTP_DIGEST_CREDENTIALS_H
#define HTTP_DIGEST_CREDENTIALS_H

#include "http/digest_response.h"
#include "http/digest_username.h"
#include "http/nonces.h"
#include "postern/credentials.h"

#define DIGEST_CREDENTIALS_INTERFACES (IUSERNAME_HASHED_PASSWORD | IUSERNAME_DIGEST_HASH)

#define DIGEST_CNONCE_MAX 1024 /* bytes; longer ones are malformed */

/* Whether the answer's count of its nonce was used up, which is done once, by a right digest. A
 * second checker, or the whole login again in the pool, finds what came of it. */
enum digest_use {
	DIGEST_USE_NONE = 0, /* no right digest yet */
	DIGEST_USE_ACCEPTED,
	DIGEST_USE_SPENT, /* the count or the nonce is used up, too old, or not ours */
};

/* Texts are borrowed. */
struct digest_credentials {
	struct credentials base;
	struct digest_space space;
	struct digest_answer answer;
	struct octets username; /* as the client sent it; the base's is prepared */
	unsigned char response[DIGEST_SIZE_MAX];
	struct nonces *nonces;
	struct nonce nonce;
	uint32_t count;
	enum digest_use use;
	bool mutual; /* we are to prove that we know the secret, too */
	bool proved; /* after an answer was accepted: `rspauth` is there */
	unsigned char rspauth[DIGEST_SIZE_MAX];
};

/* Zeroed but for the type; the caller fills in the rest. */
void digest_credentials_init(struct digest_credentials *credentials);

/* Whose they are: with a hashed name they are credentials of the other kind. */
void digest_credentials_name(struct digest_credentials *credentials,
			     const struct digest_username *username);

#endif
