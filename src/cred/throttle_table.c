/* Finds entries in sets of a few, and makes room in a set. */
#include "cred/throttle_table.h"

#include <assert.h>
#include <stddef.h>

#define THROTTLE_SET_BITS 10

static_assert(THROTTLE_SETS == 1 << THROTTLE_SET_BITS, "the set is the highest bits of a product");

static size_t throttle_table_set(const struct throttle_table *table, uint64_t key)
{
	return key * table->multiplier >> (64 - THROTTLE_SET_BITS);
}

bool throttle_table_has(const struct throttle_table *table, uint64_t key, uint64_t time)
{
	const struct throttle_entry *set = table->entries[throttle_table_set(table, key)];

	for (size_t way = 0; way < THROTTLE_WAYS; way++) {
		if (atomic_load_explicit(&set[way].key, memory_order_relaxed) == key)
			return atomic_load_explicit(&set[way].forgotten, memory_order_relaxed) >
			       time;
	}
	return false;
}

struct throttle_entry *throttle_table_find(struct throttle_table *table, uint64_t key, uint64_t now)
{
	struct throttle_entry *set = table->entries[throttle_table_set(table, key)];

	for (size_t way = 0; way < THROTTLE_WAYS; way++) {
		if (set[way].key == key && set[way].forgotten > now)
			return &set[way];
	}
	return NULL;
}

/* Its own old place, else that of the one that is forgotten first. */
static struct throttle_entry *throttle_table_choose(struct throttle_entry *set, uint64_t key)
{
	struct throttle_entry *first = &set[0];

	for (size_t way = 0; way < THROTTLE_WAYS; way++) {
		if (set[way].key == key)
			return &set[way];
		if (set[way].forgotten < first->forgotten)
			first = &set[way];
	}
	return first;
}

struct throttle_entry *throttle_table_take(struct throttle_table *table, uint64_t key, uint64_t now)
{
	struct throttle_entry *entry = throttle_table_find(table, key, now);

	if (entry)
		return entry;
	entry = throttle_table_choose(table->entries[throttle_table_set(table, key)], key);
	entry->forgotten = 0;
	entry->key = key;
	entry->closed = 0;
	entry->failures = 0;
	entry->told = false;
	entry->answer = 0;
	for (size_t i = 0; i < THROTTLE_ANSWERS; i++)
		entry->answers[i] = 0;
	return entry;
}
