/* Finds friends in sets of a few, and makes room in a set. */
#include "cred/throttle_friends.h"

#include <assert.h>
#include <stddef.h>

#define THROTTLE_FRIEND_BITS 12

static_assert(THROTTLE_FRIEND_SETS == 1 << THROTTLE_FRIEND_BITS,
	      "the set is the highest bits of a product");

static size_t throttle_friends_set(const struct throttle_friends *friends, uint64_t key)
{
	return key * friends->multiplier >> (64 - THROTTLE_FRIEND_BITS);
}

static uint64_t throttle_friends_load(const _Atomic uint64_t *word)
{
	return atomic_load_explicit(word, memory_order_relaxed);
}

bool throttle_friends_have(const struct throttle_friends *friends, uint64_t key, uint64_t time)
{
	const struct throttle_friend *set = friends->sets[throttle_friends_set(friends, key)];

	for (size_t way = 0; way < THROTTLE_FRIEND_WAYS; way++) {
		if (throttle_friends_load(&set[way].key) == key)
			return throttle_friends_load(&set[way].until) > time;
	}
	return false;
}

/* Its own old place, else that of the one that ends first. */
static struct throttle_friend *throttle_friends_choose(struct throttle_friend *set, uint64_t key)
{
	struct throttle_friend *first = &set[0];

	for (size_t way = 0; way < THROTTLE_FRIEND_WAYS; way++) {
		if (throttle_friends_load(&set[way].key) == key)
			return &set[way];
		if (throttle_friends_load(&set[way].until) < throttle_friends_load(&first->until))
			first = &set[way];
	}
	return first;
}

void throttle_friends_add(struct throttle_friends *friends, uint64_t key, uint64_t until)
{
	struct throttle_friend *friend =
		throttle_friends_choose(friends->sets[throttle_friends_set(friends, key)], key);

	/* Who looks just now finds nobody, and not the end of another's friendship. */
	if (friend->key != key)
		friend->until = 0;
	friend->key = key;
	friend->until = until;
}
