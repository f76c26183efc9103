/* A table of fixed size that counts failures; what would be forgotten first makes room. */
#ifndef CRED_THROTTLE_TABLE_H
#define CRED_THROTTLE_TABLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define THROTTLE_SETS    1024
#define THROTTLE_WAYS    4
#define THROTTLE_ANSWERS 4

struct throttle_entry {
	_Atomic uint64_t key;       /* 0: unused */
	_Atomic uint64_t forgotten; /* when; all times are of clock_monotonic_coarse_ms() */
	uint64_t closed;            /* until then */
	unsigned int failures;
	unsigned char answer; /* the next to be replaced */
	bool told;            /* who waits until then was told */
	uint64_t answers[THROTTLE_ANSWERS];
};

/* The user zeroes it, sets `multiplier`, and has one thread at a time call all but
 * throttle_table_has(). */
struct throttle_table {
	uint64_t multiplier; /* odd and secret, so that nobody chooses who shares a set */
	struct throttle_entry entries[THROTTLE_SETS][THROTTLE_WAYS];
};

/* True when there is one that is not forgotten before `time`. Any thread, without a lock: it may be
 * wrong about what changes just now. */
bool throttle_table_has(const struct throttle_table *table, uint64_t key, uint64_t time);

/* NULL when there is none, or it is forgotten. */
struct throttle_entry *throttle_table_find(struct throttle_table *table, uint64_t key,
					   uint64_t now);

/* Makes one, in the place of another, when there is none. */
struct throttle_entry *throttle_table_take(struct throttle_table *table, uint64_t key,
					   uint64_t now);

#endif
