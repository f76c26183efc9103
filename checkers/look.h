/* When a slot last looked at its data, which others change: once a turn, and then not again. */
#ifndef CHECKERS_LOOK_H
#define CHECKERS_LOOK_H

#include "postern/checker.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

/* Zeroed, it has never looked. */
struct look {
	uint64_t turn;
	uint64_t generation; /* of the data that it saw; 0: none yet */
};

/* False when it has looked in this turn. `newest` is the generation of the newest data that any
 * slot of the checker has seen. */
static inline bool look_is_due(struct look *look, const struct caller *caller,
			       const _Atomic uint64_t *newest)
{
	if (look->generation > 0 && look->turn == caller->turn)
		return false;
	look->turn = caller->turn;
	/* Taken before looking: it never names anything newer than what this slot sees. */
	look->generation = atomic_load(newest);
	return true;
}

/* The time of change, and not that of modification, because nobody can set it back. */
static inline bool look_is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Two changes within one tick of the file system's clock have the same time: what had changed just
 * before it was looked at may have changed again unseen. `when` is in Unix seconds. */
static inline bool look_is_settled(const struct stat *status, time_t when)
{
	return llabs((long long)when - status->st_ctim.tv_sec) > 1;
}

/* The data have changed since the look before, or may have. */
static inline void look_found_change(struct look *look, _Atomic uint64_t *newest)
{
	look->generation = atomic_fetch_add(newest, 1) + 1;
}

#endif
