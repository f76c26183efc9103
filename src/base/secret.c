/* Makes and wipes secrets, and compares them in constant time. */
#include "postern/secret.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdlib.h>

void secret_random(void *memory, size_t length)
{
	if (RAND_bytes(memory, (int)length) != 1)
		abort();
}

void secret_wipe(void *memory, size_t length)
{
	/* Wide stores; OPENSSL_cleanse() goes by words, and was one of the dearer calls of a login.
	 */
	if (length > 0)
		explicit_bzero(memory, length);
}

bool secret_equal(struct octets presented, struct octets stored)
{
	/* What is absent equals nothing, not even what is empty. */
	bool comparable = presented.data && stored.data && presented.length == stored.length;
	/* Lengths that differ cost the same comparison as lengths that agree. */
	const char *other = comparable ? stored.data : presented.data;

	return CRYPTO_memcmp(presented.data, other, presented.length) == 0 && comparable;
}
