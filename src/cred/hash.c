/* Digests and HMACs by OpenSSL. */
#include "cred/hash.h"

#include "cred/sha256.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>

#define HMAC_BLOCK_SIZE   64  /* bytes: of SHA-256 */
#define HASH_JOINED_USUAL 512 /* bytes for which no memory is taken */

/* What OpenSSL calls them. */
static const char *const hash_openssl_names[DIGEST_ALGORITHM_COUNT] = {
	[DIGEST_ALGORITHM_MD5] = "MD5",
	[DIGEST_ALGORITHM_SHA_256] = "SHA256",
	[DIGEST_ALGORITHM_SHA_512_256] = "SHA512-256",
};

/*
 * To fetch an algorithm and to make a context costs several times what a short hash costs. A
 * context belongs to one thread at a time, so each thread keeps its own: nothing is shared, and no
 * lock is needed. SHA-256 has its own way.
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

static void hash_pieces_sha256(const struct octets *pieces, size_t count,
			       unsigned char hash[static SHA256_SIZE])
{
	struct sha256 sha256;

	sha256_begin(&sha256);
	sha256_add(&sha256, pieces, count);
	sha256_end(&sha256, hash);
}

static void hash_pieces_other(enum digest_algorithm algorithm, const struct octets *pieces,
			      size_t count, unsigned char hash[static DIGEST_SIZE_MAX])
{
	EVP_MD_CTX *context = hash_context(algorithm);

	/* Without a type: the one before again, and nothing is looked up. */
	hash_require(EVP_DigestInit_ex2(context, NULL, NULL) == 1);
	hash_update(context, pieces, count);
	hash_require(EVP_DigestFinal_ex(context, hash, NULL) == 1);
}

void hash_pieces(enum digest_algorithm algorithm, const struct octets *pieces, size_t count,
		 unsigned char hash[static DIGEST_SIZE_MAX])
{
	if (algorithm == DIGEST_ALGORITHM_SHA_256)
		hash_pieces_sha256(pieces, count, hash);
	else
		hash_pieces_other(algorithm, pieces, count, hash);
}

static size_t hash_joined_length(const struct octets *parts, size_t count)
{
	size_t length = count - 1;

	for (size_t i = 0; i < count; i++)
		length += parts[i].length;
	return length;
}

static void hash_join(const struct octets *parts, size_t count, char *text)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			*text++ = ':';
		if (parts[i].length > 0)
			text = mempcpy(text, parts[i].data, parts[i].length);
	}
}

/* OpenSSL is called once: a call costs several times what it costs to copy a short part. */
void hash_joined(enum digest_algorithm algorithm, const struct octets *parts, size_t count,
		 unsigned char hash[static DIGEST_SIZE_MAX])
{
	size_t length = hash_joined_length(parts, count);
	char usual[HASH_JOINED_USUAL];
	char *text = length <= sizeof(usual) ? usual : memory_take(length, 1);

	hash_join(parts, count, text);
	hash_pieces(algorithm, &(struct octets){text, length}, 1, hash);
	secret_wipe(text, length);
	if (text != usual)
		free(text);
}

struct hash_stream {
	EVP_MD_CTX *context;
};

struct hash_stream *hash_stream_create(enum digest_algorithm algorithm)
{
	struct hash_stream *stream = memory_take(1, sizeof(*stream));

	stream->context = hash_context_create(algorithm);
	return stream;
}

void hash_stream_add(struct hash_stream *stream, struct octets piece)
{
	hash_update(stream->context, &piece, 1);
}

void hash_stream_end(struct hash_stream *stream, unsigned char hash[static DIGEST_SIZE_MAX])
{
	hash_require(EVP_DigestFinal_ex(stream->context, hash, NULL) == 1);
}

void hash_stream_destroy(struct hash_stream *stream)
{
	if (!stream)
		return;
	EVP_MD_CTX_free(stream->context);
	free(stream);
}

void hash_preload(void)
{
	const struct octets nothing = OCTETS("");
	unsigned char hash[DIGEST_SIZE_MAX];

	/* Not at exit: other threads may still hash then. */
	hash_require(OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_LOAD_CONFIG, NULL) ==
		     1);
	for (int algorithm = 0; algorithm < DIGEST_ALGORITHM_COUNT; algorithm++)
		hash_pieces((enum digest_algorithm)algorithm, &nothing, 1, hash);
	hash_require(RAND_bytes(hash, sizeof(hash)) == 1);
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
	struct sha256 inner;
	struct sha256 outer;
};

static void hmac_state_begin(struct sha256 *state, const unsigned char key[static HMAC_KEY_SIZE],
			     unsigned char padding)
{
	unsigned char block[HMAC_BLOCK_SIZE];
	const struct octets piece = {.data = (const char *)block, .length = sizeof(block)};

	memset(block, padding, sizeof(block));
	for (size_t i = 0; i < HMAC_KEY_SIZE; i++)
		block[i] ^= key[i];
	sha256_begin(state);
	sha256_add(state, &piece, 1);
	secret_wipe(block, sizeof(block));
}

struct hmac_key *hmac_key_create(const unsigned char key[static HMAC_KEY_SIZE])
{
	struct hmac_key *created = memory_take(1, sizeof(*created));

	hmac_state_begin(&created->inner, key, 0x36);
	hmac_state_begin(&created->outer, key, 0x5c);
	return created;
}

struct hmac_key *hmac_key_create_random(void)
{
	unsigned char bytes[HMAC_KEY_SIZE];
	struct hmac_key *key;

	secret_random(bytes, sizeof(bytes));
	key = hmac_key_create(bytes);
	secret_wipe(bytes, sizeof(bytes));
	return key;
}

void hmac_key_destroy(struct hmac_key *key)
{
	if (!key)
		return;
	secret_wipe(key, sizeof(*key));
	free(key);
}

void hmac_pieces(const struct hmac_key *key, const struct octets *pieces, size_t count,
		 unsigned char mac[static HMAC_SIZE])
{
	const struct octets inner_hash = {.data = (const char *)mac, .length = HMAC_SIZE};
	struct sha256 inner = key->inner;
	struct sha256 outer = key->outer;

	sha256_add(&inner, pieces, count);
	sha256_end(&inner, mac);
	sha256_add(&outer, &inner_hash, 1);
	sha256_end(&outer, mac);
}

void hmac_derive(struct octets label, struct octets secret, unsigned char key[static HMAC_SIZE])
{
	unsigned char salt[HMAC_KEY_SIZE] = {0};
	struct hmac_key *extract;

	assert(label.length <= sizeof(salt));
	memcpy(salt, label.data, label.length);
	extract = hmac_key_create(salt);
	hmac_pieces(extract, &secret, 1, key);
	hmac_key_destroy(extract);
}
