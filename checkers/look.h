/* When a slot last looked at its data, which others change: once a turn, and then not again. */
#ifndef CHECKERS_LOOK_H
#define CHECKERS_LOOK_H

#include "postern/checker.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

/* Seconds. FAT has the slowest clock. */
#define LOOK_TICK 2

/* Zeroed, it has never looked. */
struct look {
	bool looked;
	uint64_t turn; /* in which it did */
};

/* False when it has looked in this turn; else it does now. */
static inline bool look_is_due(struct look *look, const struct caller *caller)
{
	if (look->looked && look->turn == caller->turn)
		return false;
	*look = (struct look){.looked = true, .turn = caller->turn};
	return true;
}

/* The time of change, and not that of modification, because nobody can set it back. */
static inline bool look_is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Two changes within one tick of the file system's clock have the same time: what had changed just
 * before it was looked at may have changed again unseen. `when` is in Unix seconds; what comes from
 * the future has another time as soon as it changes. */
static inline bool look_is_settled(const struct stat *status, time_t when)
{
	return llabs((long long)when - status->st_ctim.tv_sec) >= LOOK_TICK;
}

#endif
