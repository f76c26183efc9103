/* The clocks of the system, in milliseconds. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

int64_t clock_milliseconds(clockid_t clock);

/* Of the clock that nobody sets, and that stands still while the machine sleeps. */
static inline uint64_t clock_monotonic_ms(void)
{
	return (uint64_t)clock_milliseconds(CLOCK_MONOTONIC);
}

/* How long it is until then on this clock, for poll(2): 0 when it has passed, INT_MAX at most. */
int clock_left(uint64_t deadline);

/* The same clock as of the last tick, a few milliseconds ago: a tenth of the cost, for spans of
 * seconds. Not to be compared with the other one. */
static inline uint64_t clock_monotonic_coarse_ms(void)
{
	return (uint64_t)clock_milliseconds(CLOCK_MONOTONIC_COARSE);
}

/* A point of time, or a span, as the system takes it. */
static inline struct timespec clock_timespec(uint64_t milliseconds)
{
	return (struct timespec){
		.tv_sec = (time_t)(milliseconds / 1000),
		.tv_nsec = (long)(milliseconds % 1000) * 1000000,
	};
}

#endif
