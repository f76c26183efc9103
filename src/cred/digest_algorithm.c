/* Names and sizes of the hash algorithms of HTTP Digest, and what it hashes of accounts. */
#include "postern/digest_algorithm.h"

#include "cred/hash.h"

#include <assert.h>

static const struct {
	struct octets name;
	size_t size;
} digest_algorithms[DIGEST_ALGORITHM_COUNT] = {
	[DIGEST_ALGORITHM_MD5] = {.name = OCTETS("MD5"), .size = 16},
	[DIGEST_ALGORITHM_SHA_256] = {.name = OCTETS("SHA-256"), .size = 32},
	[DIGEST_ALGORITHM_SHA_512_256] = {.name = OCTETS("SHA-512-256"), .size = 32},
};

const char *digest_algorithm_name(enum digest_algorithm algorithm)
{
	assert(algorithm < DIGEST_ALGORITHM_COUNT);
	return digest_algorithms[algorithm].name.data;
}

bool digest_algorithm_find(struct octets name, enum digest_algorithm *algorithm)
{
	for (size_t i = 0; i < DIGEST_ALGORITHM_COUNT; i++) {
		if (!octets_equal_ignoring_case(name, digest_algorithms[i].name))
			continue;
		*algorithm = (enum digest_algorithm)i;
		return true;
	}
	return false;
}

size_t digest_algorithm_size(enum digest_algorithm algorithm)
{
	assert(algorithm < DIGEST_ALGORITHM_COUNT);
	return digest_algorithms[algorithm].size;
}

void digest_ha1(enum digest_algorithm algorithm, struct octets username, struct octets realm,
		struct octets password, unsigned char ha1[static DIGEST_SIZE_MAX])
{
	const struct octets parts[] = {username, realm, password};

	hash_joined(algorithm, parts, sizeof(parts) / sizeof(parts[0]), ha1);
}

void digest_userhash(enum digest_algorithm algorithm, struct octets username, struct octets realm,
		     unsigned char userhash[static DIGEST_SIZE_MAX])
{
	const struct octets parts[] = {username, realm};

	hash_joined(algorithm, parts, sizeof(parts) / sizeof(parts[0]), userhash);
}
