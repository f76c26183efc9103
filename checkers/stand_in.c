/* Chooses by a keyed hash of the name. */
#include "stand_in.h"

#include "postern/secret.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

void stand_in_init(struct stand_in *stand_in)
{
	secret_random(stand_in->key, sizeof(stand_in->key));
}

static uint64_t stand_in_hash(const struct stand_in *stand_in, struct octets name)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	const unsigned char *made = HMAC(EVP_sha256(), stand_in->key, sizeof(stand_in->key),
					 (const unsigned char *)name.data, name.length, hash, NULL);
	uint64_t number;

	assert(made);
	memcpy(&number, hash, sizeof(number));
	return number;
}

/* Without its highest bits, and not by a remainder, which would change for all names. */
uint64_t stand_in_choose(const struct stand_in *stand_in, struct octets name, uint64_t last)
{
	uint64_t number = stand_in_hash(stand_in, name);

	while (number > last)
		number ^= UINT64_C(1) << (63 - __builtin_clzll(number));
	return number;
}
