/* A table of fixed size of who has logged in where; whose friendship ends first makes room. */
#ifndef CRED_THROTTLE_FRIENDS_H
#define CRED_THROTTLE_FRIENDS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Sets that are seldom full: all users of a large office come through one proxy, day by day. */
#define THROTTLE_FRIEND_SETS 4096
#define THROTTLE_FRIEND_WAYS 8

struct throttle_friend {
	_Atomic uint64_t key;
	_Atomic uint64_t until; /* 0: unused */
};

/* The user zeroes it, sets `multiplier`, and has one thread at a time add. */
struct throttle_friends {
	uint64_t multiplier; /* odd and secret, so that nobody chooses who shares a set */
	struct throttle_friend sets[THROTTLE_FRIEND_SETS][THROTTLE_FRIEND_WAYS];
};

/* True when there is one, and still will be after `time`. Any thread, without a lock: it may be
 * wrong about what changes just now. */
bool throttle_friends_have(const struct throttle_friends *friends, uint64_t key, uint64_t time);

void throttle_friends_add(struct throttle_friends *friends, uint64_t key, uint64_t until);

#endif
