/* Reads clocks. */
#include "base/clock.h"

#include <limits.h>

int64_t clock_milliseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int clock_left(uint64_t deadline)
{
	uint64_t now = clock_monotonic_ms();

	if (deadline <= now)
		return 0;
	return deadline - now < INT_MAX ? (int)(deadline - now) : INT_MAX;
}
