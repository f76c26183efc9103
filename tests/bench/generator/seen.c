/* A table of hashes that is never more than half full. */
#include "seen.h"

#include "fail.h"

void seen_init(struct seen *seen, size_t most)
{
	seen->slots = 2;
	while (seen->slots < 2 * most)
		seen->slots *= 2;
	seen->hashes = calloc(seen->slots, sizeof(*seen->hashes));
	if (!seen->hashes)
		FAIL("out of memory");
}

void seen_finish(struct seen *seen)
{
	free(seen->hashes);
}

/* FNV-1a: of a million nonces two have the same one time in 40 million. */
static uint64_t seen_hash(const char *text, size_t length)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3;
	return hash | (hash == 0);
}

bool seen_add(struct seen *seen, const char *text, size_t length)
{
	uint64_t hash = seen_hash(text, length);
	size_t slot = hash & (seen->slots - 1);

	while (seen->hashes[slot] && seen->hashes[slot] != hash)
		slot = (slot + 1) & (seen->slots - 1);
	if (seen->hashes[slot])
		return false;
	seen->hashes[slot] = hash;
	return true;
}
