/* Digests and HMACs. Each thread keeps the contexts that it hashes with. */
#ifndef CRED_HASH_H
#define CRED_HASH_H

#include "postern/digest_algorithm.h"

#include <stddef.h>

/* Hashes the pieces as if they were one. */
void hash_pieces(enum digest_algorithm algorithm, const struct octets *pieces, size_t count,
		 unsigned char hash[static DIGEST_SIZE_MAX]);

/* Hashes the parts with a ':' between them, as Digest does with all that it hashes. */
void hash_joined(enum digest_algorithm algorithm, const struct octets *parts, size_t count,
		 unsigned char hash[static DIGEST_SIZE_MAX]);

/* A hash of what comes piece by piece, in a context of its own. */
struct hash_stream;

struct hash_stream *hash_stream_create(enum digest_algorithm algorithm);
void hash_stream_add(struct hash_stream *stream, struct octets piece);

/* Of all that was added. Nothing more may be. */
void hash_stream_end(struct hash_stream *stream, unsigned char hash[static DIGEST_SIZE_MAX]);

/* NULL is fine. */
void hash_stream_destroy(struct hash_stream *stream);

#define HMAC_KEY_SIZE 32 /* bytes */
#define HMAC_SIZE     32 /* bytes */

/* A key of HMAC-SHA256 with the work on the key already done. Any number of threads may use it. */
struct hmac_key;

/* A key that nobody knows. */
struct hmac_key *hmac_key_create_random(void);
struct hmac_key *hmac_key_create(const unsigned char key[static HMAC_KEY_SIZE]);

/* NULL is fine. */
void hmac_key_destroy(struct hmac_key *key);

void hmac_pieces(const struct hmac_key *key, const struct octets *pieces, size_t count,
		 unsigned char mac[static HMAC_SIZE]);

/* The bytes of a key, made of any number of octets, which must be as hard to guess as a key. The
 * label, at most HMAC_KEY_SIZE bytes, says what it is for: other labels make other keys (RFC 5869
 * section 2.2). The caller wipes them. */
void hmac_derive(struct octets label, struct octets secret, unsigned char key[static HMAC_SIZE]);

/* Loads all that hashing will need, and would not find in another root directory. */
void hash_preload(void);

/* A thread that hashed calls this before it ends. */
void hash_thread_end(void);

#endif
