/* Sorts the times of all requests at the end, so that taking one costs next to nothing. */
#include "times.h"

#include "fail.h"

#include <time.h>

void times_init(struct times *times, size_t most)
{
	times->count = 0;
	times->nanoseconds = calloc(most, sizeof(*times->nanoseconds));
	if (!times->nanoseconds)
		FAIL("out of memory");
}

void times_finish(struct times *times)
{
	free(times->nanoseconds);
}

uint64_t times_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void times_add(struct times *times, uint64_t nanoseconds)
{
	times->nanoseconds[times->count++] = nanoseconds;
}

static int times_compare(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left;
	uint64_t b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

/* Microseconds within which that share of the requests was answered. */
static double times_percentile(const struct times *times, unsigned int percent)
{
	return (double)times->nanoseconds[(times->count - 1) * percent / 100] / 1e3;
}

void times_print(struct times *times, uint64_t nanoseconds_in_all, unsigned long stale)
{
	qsort(times->nanoseconds, times->count, sizeof(*times->nanoseconds), times_compare);
	printf("{\"requests\": %zu, \"stale\": %lu, \"seconds\": %.6f, \"per_second\": %.1f, "
	       "\"p50_us\": %.1f, \"p99_us\": %.1f, \"max_us\": %.1f}\n",
	       times->count, stale, (double)nanoseconds_in_all / 1e9,
	       (double)times->count * 1e9 / (double)nanoseconds_in_all, times_percentile(times, 50),
	       times_percentile(times, 99), times_percentile(times, 100));
}
