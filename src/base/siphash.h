/*
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a short keyed hash for the keys of tables that
 * strangers fill; ten times as fast as an HMAC. Who does not know the key cannot tell what
 * collides.
 */
#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include "postern/octets.h"

#include <stdint.h>

struct siphash_key {
	uint64_t words[2]; /* random */
};

uint64_t siphash(const struct siphash_key *key, struct octets text);

/* Of 128 bits, which is a key again: what is hashed under it depends on both texts. */
struct siphash_key siphash_128(const struct siphash_key *key, struct octets text);

#endif
