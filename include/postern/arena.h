/* An arena is memory of one fixed size that one login may use up; it is wiped as a whole. */
#ifndef POSTERN_ARENA_H
#define POSTERN_ARENA_H

#include <stddef.h>

struct arena {
	char *memory; /* owned by whoever set the arena up */
	size_t size;  /* in bytes */
	size_t used;
};

/* Aligned for any type, not zeroed. NULL when the arena is full: the request asked for too much. */
void *arena_take(struct arena *arena, size_t size);

/* Overwrites what was used; everything taken is gone. */
void arena_wipe(struct arena *arena);

#endif
