/* The hash of the body of a request, made while it comes: nothing of the body is kept. */
#ifndef HTTP_BODY_HASH_H
#define HTTP_BODY_HASH_H

#include "postern/digest_algorithm.h"

struct hash_stream;

/* Zeroed, nobody wants it, and the functions below do nothing. */
struct body_hash {
	bool wanted;
	enum digest_algorithm algorithm;
	struct hash_stream *stream; /* NULL before the first piece */
	unsigned char value[DIGEST_SIZE_MAX];
};

/* Before the first piece has come. Returns where the hash will stand. */
const unsigned char *body_hash_want(struct body_hash *hash, enum digest_algorithm algorithm);

/* A piece of the body, without its transfer coding. */
void body_hash_add(struct body_hash *hash, struct octets piece);

/* All of the body has come: now the value is there. */
void body_hash_end(struct body_hash *hash);

/* Whatever came of it; it is zeroed again. */
void body_hash_finish(struct body_hash *hash);

#endif
