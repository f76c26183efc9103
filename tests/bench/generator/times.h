/* How long each request took, and what that says. */
#ifndef GENERATOR_TIMES_H
#define GENERATOR_TIMES_H

#include <stddef.h>
#include <stdint.h>

struct times {
	size_t count;
	uint64_t *nanoseconds; /* of each request */
};

/* Room for that many requests. */
void times_init(struct times *times, size_t most);
void times_finish(struct times *times);

/* Nanoseconds of a clock that is never set. */
uint64_t times_now(void);

void times_add(struct times *times, uint64_t nanoseconds);

/* One line of JSON. Sorts what is there. */
void times_print(struct times *times, uint64_t nanoseconds_in_all, unsigned long stale);

#endif
