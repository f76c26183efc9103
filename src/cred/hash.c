/* Digests and HMACs by OpenSSL, in contexts that each thread keeps. */
#include "cred/hash.h"

#include "postern/secret.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define HMAC_BLOCK_SIZE 64 /* bytes: of SHA-256 */

/* What OpenSSL calls them. */
static const char *const hash_openssl_names[DIGEST_ALGORITHM_COUNT] = {
	[DIGEST_ALGORITHM_MD5] = "MD5",
	[DIGEST_ALGORITHM_SHA_256] = "SHA256",
	[DIGEST_ALGORITHM_SHA_512_256] = "SHA512-256",
};

/*
 * To fetch an algorithm and to make a context costs several times what a short hash costs. A
 * context belongs to one thread at a time, so each thread keeps its own: nothing is shared, and no
 * lock is needed.
 */
static _Thread_local EVP_MD_CTX *hash_contexts[DIGEST_ALGORITHM_COUNT];

/* OpenSSL fails here only without memory, or without the algorithm: nothing could be decided. */
static void hash_require(bool done)
{
	if (!done)
		abort();
}

static EVP_MD_CTX *hash_context_create(enum digest_algorithm algorithm)
{
	EVP_MD *type = EVP_MD_fetch(NULL, hash_openssl_names[algorithm], NULL);
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	hash_require(type && context && EVP_DigestInit_ex2(context, type, NULL) == 1);
	EVP_MD_free(type); /* the context keeps a reference */
	return context;
}

/* The thread's context, in whatever state it was left. */
static EVP_MD_CTX *hash_context(enum digest_algorithm algorithm)
{
	assert(algorithm < DIGEST_ALGORITHM_COUNT);
	if (!hash_contexts[algorithm])
		hash_contexts[algorithm] = hash_context_create(algorithm);
	return hash_contexts[algorithm];
}

static void hash_update(EVP_MD_CTX *context, const struct octets *pieces, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hash_require(EVP_DigestUpdate(context, pieces[i].data, pieces[i].length) == 1);
}

void hash_pieces(enum digest_algorithm algorithm, const struct octets *pieces, size_t count,
		 unsigned char hash[static DIGEST_SIZE_MAX])
{
	EVP_MD_CTX *context = hash_context(algorithm);

	/* Without a type: the one before again, and nothing is looked up. */
	hash_require(EVP_DigestInit_ex2(context, NULL, NULL) == 1);
	hash_update(context, pieces, count);
	hash_require(EVP_DigestFinal_ex(context, hash, NULL) == 1);
}

void hash_thread_end(void)
{
	for (size_t i = 0; i < DIGEST_ALGORITHM_COUNT; i++) {
		EVP_MD_CTX_free(hash_contexts[i]);
		hash_contexts[i] = NULL;
	}
}

/* The states of SHA-256 after the first block of the inner and of the outer hash (RFC 2104). They
 * are only ever copied from, which any number of threads may do at once. */
struct hmac_key {
	EVP_MD_CTX *inner;
	EVP_MD_CTX *outer;
};

static EVP_MD_CTX *hmac_state_create(const unsigned char key[static HMAC_KEY_SIZE],
				     unsigned char padding)
{
	EVP_MD_CTX *state = hash_context_create(DIGEST_ALGORITHM_SHA_256);
	unsigned char block[HMAC_BLOCK_SIZE];

	memset(block, padding, sizeof(block));
	for (size_t i = 0; i < HMAC_KEY_SIZE; i++)
		block[i] ^= key[i];
	hash_require(EVP_DigestUpdate(state, block, sizeof(block)) == 1);
	secret_wipe(block, sizeof(block));
	return state;
}

struct hmac_key *hmac_key_create(const unsigned char key[static HMAC_KEY_SIZE])
{
	struct hmac_key *created = malloc(sizeof(*created));

	hash_require(created);
	created->inner = hmac_state_create(key, 0x36);
	created->outer = hmac_state_create(key, 0x5c);
	return created;
}

void hmac_key_destroy(struct hmac_key *key)
{
	if (!key)
		return;
	EVP_MD_CTX_free(key->inner);
	EVP_MD_CTX_free(key->outer);
	free(key);
}

void hmac_pieces(const struct hmac_key *key, const struct octets *pieces, size_t count,
		 unsigned char mac[static HMAC_SIZE])
{
	EVP_MD_CTX *context = hash_context(DIGEST_ALGORITHM_SHA_256);
	unsigned char inner[HMAC_SIZE];

	hash_require(EVP_MD_CTX_copy_ex(context, key->inner) == 1);
	hash_update(context, pieces, count);
	hash_require(EVP_DigestFinal_ex(context, inner, NULL) == 1);
	hash_require(EVP_MD_CTX_copy_ex(context, key->outer) == 1);
	hash_require(EVP_DigestUpdate(context, inner, sizeof(inner)) == 1);
	hash_require(EVP_DigestFinal_ex(context, mac, NULL) == 1);
}

void hex_encode(const unsigned char *bytes, size_t length, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < length; i++) {
		*text++ = digits[bytes[i] >> 4];
		*text++ = digits[bytes[i] & 15];
	}
	*text = '\0';
}

/* One more than the value of a hexadecimal digit; 0: none. A table, because the digits of a hash
 * are in no order that a branch could be predicted from. */
static const unsigned char hex_values[256] = {
	['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
	['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16, ['A'] = 11, ['B'] = 12,
	['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

bool hex_decode(struct octets text, unsigned char *bytes, size_t length)
{
	if (text.length != 2 * length)
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned int high = hex_values[(unsigned char)text.data[2 * i]];
		unsigned int low = hex_values[(unsigned char)text.data[2 * i + 1]];

		if (high == 0 || low == 0)
			return false;
		bytes[i] = (unsigned char)((high - 1) << 4 | (low - 1));
	}
	return true;
}
