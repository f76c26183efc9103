/* SHA-256 by those functions of OpenSSL that are called deprecated: what comes instead of them
 * needs an allocated context, and twice the time for a text of a few blocks, as each login has. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "cred/sha256.h"

#include "postern/secret.h"

#include <assert.h>

/* They cannot fail: the assertions are of bugs. */
void sha256_begin(struct sha256 *sha256)
{
	bool begun = SHA256_Init(&sha256->context) == 1;

	assert(begun);
}

void sha256_add(struct sha256 *sha256, const struct octets *pieces, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool added = SHA256_Update(&sha256->context, pieces[i].data, pieces[i].length) == 1;

		assert(added);
	}
}

void sha256_end(struct sha256 *sha256, unsigned char hash[static SHA256_SIZE])
{
	bool ended = SHA256_Final(hash, &sha256->context) == 1;

	assert(ended);
	secret_wipe(sha256, sizeof(*sha256));
}
