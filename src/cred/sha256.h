/* SHA-256 in a context that may stand on the stack, and be copied. */
#ifndef CRED_SHA256_H
#define CRED_SHA256_H

#include "postern/octets.h"

#include <openssl/sha.h>

#define SHA256_SIZE SHA256_DIGEST_LENGTH /* bytes */

struct sha256 {
	SHA256_CTX context;
};

void sha256_begin(struct sha256 *sha256);
void sha256_add(struct sha256 *sha256, const struct octets *pieces, size_t count);

/* Of all that was added. Wipes what was. */
void sha256_end(struct sha256 *sha256, unsigned char hash[static SHA256_SIZE]);

#endif
