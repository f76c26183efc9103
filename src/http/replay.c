/* A set-associative table of nonces, each with a bitmap of the counts it has used. */
#include "http/replay.h"

#include "postern/memory.h"

#include <assert.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

typedef unsigned __int128 replay_bits;

static_assert(sizeof(replay_bits) * 8 == REPLAY_WINDOW, "a bit for each count of the window");

struct replay_entry {
	replay_bits used; /* bit i: the count newest - i */
	uint64_t id;
	int64_t time;
	uint32_t newest; /* 0: nobody's entry */
};

struct replay_set {
	atomic_bool locked;
	int64_t forgotten; /* no nonce that is gone from here is newer; 0: none is gone */
	struct replay_entry entries[REPLAY_WAYS];
};

struct replay {
	struct replay_set sets[REPLAY_SETS];
};

static_assert(sizeof(struct replay) <= 4 << 20, "as the header says");

struct replay *replay_create(void)
{
	return memory_take(1, sizeof(struct replay));
}

void replay_destroy(struct replay *replay)
{
	free(replay);
}

static void replay_lock(struct replay_set *set)
{
	/* It is held for some ten nanoseconds, unless the thread that holds it was put to sleep. */
	while (atomic_exchange_explicit(&set->locked, true, memory_order_acquire))
		sched_yield();
}

static void replay_unlock(struct replay_set *set)
{
	atomic_store_explicit(&set->locked, false, memory_order_release);
}

static struct replay_entry *replay_find(struct replay_set *set, uint64_t id)
{
	for (size_t i = 0; i < REPLAY_WAYS; i++) {
		if (set->entries[i].newest > 0 && set->entries[i].id == id)
			return &set->entries[i];
	}
	return NULL;
}

/* A free entry, or else the one of the oldest nonce. */
static struct replay_entry *replay_victim(struct replay_set *set)
{
	struct replay_entry *victim = &set->entries[0];

	for (size_t i = 0; i < REPLAY_WAYS; i++) {
		if (set->entries[i].newest == 0)
			return &set->entries[i];
		if (set->entries[i].time < victim->time)
			victim = &set->entries[i];
	}
	return victim;
}

static bool replay_remember(struct replay_set *set, uint64_t id, int64_t time, uint32_t count)
{
	struct replay_entry *entry;

	if (time <= set->forgotten)
		return false;
	entry = replay_victim(set);
	if (entry->newest > 0 && entry->time > set->forgotten)
		set->forgotten = entry->time;
	*entry = (struct replay_entry){.used = 1, .id = id, .time = time, .newest = count};
	return true;
}

static bool replay_advance(struct replay_entry *entry, uint32_t count)
{
	uint32_t step = count - entry->newest;

	entry->used = step < REPLAY_WINDOW ? entry->used << step | 1 : 1;
	entry->newest = count;
	return true;
}

static bool replay_mark(struct replay_entry *entry, uint32_t count)
{
	uint32_t age;
	replay_bits bit;

	/* A client that has come to the end of the counts gets a fresh nonce. */
	if (entry->newest == UINT32_MAX)
		return false;
	if (count > entry->newest)
		return replay_advance(entry, count);
	age = entry->newest - count;
	if (age >= REPLAY_WINDOW)
		return false;
	bit = (replay_bits)1 << age;
	if (entry->used & bit)
		return false;
	entry->used |= bit;
	return true;
}

static bool replay_mark_rising(struct replay_entry *entry, uint32_t count)
{
	return count > entry->newest && replay_mark(entry, count);
}

static bool replay_use_by(bool (*mark)(struct replay_entry *entry, uint32_t count),
			  struct replay *replay, uint64_t id, int64_t time, uint32_t count)
{
	struct replay_set *set = &replay->sets[id % REPLAY_SETS];
	struct replay_entry *entry;
	bool used;

	assert(count > 0);
	replay_lock(set);
	entry = replay_find(set, id);
	used = entry ? mark(entry, count) : replay_remember(set, id, time, count);
	replay_unlock(set);
	return used;
}

bool replay_use(struct replay *replay, uint64_t id, int64_t time, uint32_t count)
{
	return replay_use_by(replay_mark, replay, id, time, count);
}

bool replay_use_rising(struct replay *replay, uint64_t id, int64_t time, uint32_t count)
{
	return replay_use_by(replay_mark_rising, replay, id, time, count);
}
