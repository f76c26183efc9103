/* SipHash-2-4, as in section 2.2 of its paper, and the variant of 128 bits of its authors. */
#include "base/siphash.h"

#include <endian.h>

static uint64_t siphash_rotate(uint64_t word, unsigned int bits)
{
	return word << bits | word >> (64 - bits);
}

static inline void siphash_round(uint64_t v[static 4])
{
	v[0] += v[1];
	v[1] = siphash_rotate(v[1], 13) ^ v[0];
	v[0] = siphash_rotate(v[0], 32);
	v[2] += v[3];
	v[3] = siphash_rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = siphash_rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = siphash_rotate(v[1], 17) ^ v[2];
	v[2] = siphash_rotate(v[2], 32);
}

static inline void siphash_compress(uint64_t v[static 4], uint64_t word)
{
	v[3] ^= word;
	siphash_round(v);
	siphash_round(v);
	v[0] ^= word;
}

static inline void siphash_begin(uint64_t v[static 4], const struct siphash_key *key)
{
	v[0] = key->words[0] ^ UINT64_C(0x736f6d6570736575);
	v[1] = key->words[1] ^ UINT64_C(0x646f72616e646f6d);
	v[2] = key->words[0] ^ UINT64_C(0x6c7967656e657261);
	v[3] = key->words[1] ^ UINT64_C(0x7465646279746573);
}

static inline void siphash_add(uint64_t v[static 4], struct octets text)
{
	uint64_t last = (uint64_t)text.length << 56;
	uint64_t word;

	for (; text.length >= sizeof(word); text = octets_skip(text, sizeof(word))) {
		memcpy(&word, text.data, sizeof(word));
		siphash_compress(v, le64toh(word));
	}
	for (size_t i = 0; i < text.length; i++)
		last |= (uint64_t)(unsigned char)text.data[i] << 8 * i;
	siphash_compress(v, last);
}

static inline uint64_t siphash_end(uint64_t v[static 4])
{
	for (int i = 0; i < 4; i++)
		siphash_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t siphash(const struct siphash_key *key, struct octets text)
{
	uint64_t v[4];

	siphash_begin(v, key);
	siphash_add(v, text);
	v[2] ^= 0xff;
	return siphash_end(v);
}

struct siphash_key siphash_128(const struct siphash_key *key, struct octets text)
{
	struct siphash_key hash;
	uint64_t v[4];

	siphash_begin(v, key);
	v[1] ^= 0xee;
	siphash_add(v, text);
	v[2] ^= 0xee;
	hash.words[0] = siphash_end(v);
	v[1] ^= 0xdd;
	hash.words[1] = siphash_end(v);
	return hash;
}
