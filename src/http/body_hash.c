/* Hashes the body of a request, if somebody has asked for that. */
#include "http/body_hash.h"

#include "cred/hash.h"

#include <assert.h>

const unsigned char *body_hash_want(struct body_hash *hash, enum digest_algorithm algorithm)
{
	assert(!hash->stream);
	hash->wanted = true;
	hash->algorithm = algorithm;
	return hash->value;
}

void body_hash_add(struct body_hash *hash, struct octets piece)
{
	if (!hash->wanted)
		return;
	if (!hash->stream)
		hash->stream = hash_stream_create(hash->algorithm);
	hash_stream_add(hash->stream, piece);
}

void body_hash_end(struct body_hash *hash)
{
	const struct octets nothing = OCTETS("");

	if (hash->stream)
		hash_stream_end(hash->stream, hash->value);
	else if (hash->wanted)
		hash_pieces(hash->algorithm, &nothing, 1, hash->value);
}

void body_hash_finish(struct body_hash *hash)
{
	if (!hash->wanted)
		return;
	hash_stream_destroy(hash->stream);
	*hash = (struct body_hash){.wanted = false};
}
