/* Time that a test can move: this clock_gettime() stands before the C library's. */
#include "clock.h"

#include <assert.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CLOCKS 16

static _Atomic time_t clock_offsets[CLOCKS]; /* seconds */

void clock_advance(clockid_t clock, time_t seconds)
{
	assert(clock >= 0 && clock < CLOCKS);
	clock_offsets[clock] += seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = (int)syscall(SYS_clock_gettime, clock, now);

	if (result == 0 && clock >= 0 && clock < CLOCKS)
		now->tv_sec += clock_offsets[clock];
	return result;
}
