/*
 * Remembers granted password logins, so that a slow hash is not paid on every request. A checker's
 * address stands for it: whoever makes new checkers makes them a new cache.
 */
#ifndef CRED_VERDICT_CACHE_H
#define CRED_VERDICT_CACHE_H

#include "postern/avatar_id.h"
#include "postern/checker.h"

#include <stdbool.h>
#include <stdint.h>

struct flights;
struct verdict_cache;

#define VERDICT_TAG_SIZE 16 /* bytes */

/* A hash, under a key that dies with the process, of all that the verdict depends on. A guess has
 * the tag of what is remembered with the chance of 4096 in 2^128: SipHash is made for that, and
 * takes a quarter of the time of an HMAC-SHA256. Neither would protect a weak password from who can
 * read the memory, and with it the key. */
struct verdict_tag {
	unsigned char bytes[VERDICT_TAG_SIZE];
};

#define VERDICT_LIFETIME       300       /* seconds, at most */
#define VERDICT_CACHE_SIZE_MAX (4 << 20) /* bytes; in fact 3.4 MB, for 4096 logins */

/* Bounded: the oldest go. */
struct verdict_cache *verdict_cache_create(void);

/* The hashes by which its logins are being found out. */
struct flights *verdict_cache_flights(const struct verdict_cache *cache);

/* NULL is fine. */
void verdict_cache_destroy(struct verdict_cache *cache);

/* Logins that were granted or refused by asking, and those that were spared that: remembered, or
 * the same as one under way. */
struct verdict_cache_figures {
	uint64_t asked;
	uint64_t spared;
};

/* One of them more; of the slot that its caller has. */
void verdict_cache_count_asked(struct verdict_cache *cache, unsigned int slot);
void verdict_cache_count_spared(struct verdict_cache *cache, unsigned int slot);

/* Any thread: so far. */
struct verdict_cache_figures verdict_cache_figures(const struct verdict_cache *cache);

struct verdict_tag verdict_cache_tag(const struct verdict_cache *cache,
				     const struct checker *checker, uint64_t generation,
				     const struct credentials *credentials);

/* Any thread, without a lock. */
bool verdict_cache_find(struct verdict_cache *cache, const struct verdict_tag *tag,
			struct avatar_id *avatar_id);

/* Any thread; waits for another that remembers. */
void verdict_cache_remember(struct verdict_cache *cache, const struct verdict_tag *tag,
			    const struct avatar_id *avatar_id);

#endif
