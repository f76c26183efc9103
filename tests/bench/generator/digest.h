/* Answers Digest challenges (RFC 7616) with qop=auth, by SHA-256 or MD5. */
#ifndef GENERATOR_DIGEST_H
#define GENERATOR_DIGEST_H

#include "users.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>

#define DIGEST_FIELD_MAX 256 /* bytes of a parameter, with the NUL */
#define DIGEST_HEX_SIZE  65  /* of SHA-256, with the NUL */

struct challenge {
	char realm[DIGEST_FIELD_MAX];
	char nonce[DIGEST_FIELD_MAX];
	char opaque[DIGEST_FIELD_MAX]; /* empty: there is none */
	bool stale;
	unsigned int renewed; /* how often the caller has taken a fresh one instead */
	unsigned int used;    /* how often the nonce was */
	bool swapped;         /* neighbouring counts are (2, 1, 4, 3), as if connections had
			       * overtaken each other; stands in all challenges */
};

struct digest {
	const char *algorithm; /* as it stands on the wire */
	const char *path;
	const struct users *users;
	EVP_MD *hash;
	EVP_MD_CTX *context;
	char realm[DIGEST_FIELD_MAX]; /* that the HA1s are of */
	char ha2[DIGEST_HEX_SIZE];
	char (*ha1)[DIGEST_HEX_SIZE]; /* of each user; empty until it is needed */
};

/* Borrows what it is given. */
void digest_init(struct digest *digest, const char *algorithm, const char *path,
		 const struct users *users);
void digest_finish(struct digest *digest);

/* False when the answer challenges not, or only with other algorithms. */
bool digest_read_challenge(const struct digest *digest, const char *answer,
			   struct challenge *challenge);

/* The line of Authorization for that user; its length. */
size_t digest_write(struct digest *digest, struct challenge *challenge, unsigned int user,
		    char *line, size_t size);

#endif
