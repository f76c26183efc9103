/* Keeps account of the crashes of a program, for all who ask it. */
#include "exec_backoff.h"

#include <time.h>

#define EXEC_PAUSE_FIRST 100   /* milliseconds */
#define EXEC_PAUSE_MAX   10000 /* milliseconds */

void exec_backoff_init(struct exec_backoff *backoff)
{
	*backoff = (struct exec_backoff){.pause = 0};
	pthread_mutex_init(&backoff->mutex, NULL);
}

void exec_backoff_finish(struct exec_backoff *backoff)
{
	pthread_mutex_destroy(&backoff->mutex);
}

static uint64_t exec_backoff_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

bool exec_backoff_lasts(struct exec_backoff *backoff)
{
	bool lasts;

	pthread_mutex_lock(&backoff->mutex);
	lasts = exec_backoff_now() < backoff->end;
	pthread_mutex_unlock(&backoff->mutex);
	return lasts;
}

static uint64_t exec_backoff_longer(uint64_t pause)
{
	if (pause == 0)
		return EXEC_PAUSE_FIRST;
	return 2 * pause < EXEC_PAUSE_MAX ? 2 * pause : EXEC_PAUSE_MAX;
}

void exec_backoff_note(struct exec_backoff *backoff, bool crashed)
{
	uint64_t now = exec_backoff_now();

	pthread_mutex_lock(&backoff->mutex);
	if (!crashed) {
		backoff->pause = 0;
	} else if (now >= backoff->end) {
		/* Else it crashed together with one that is counted. */
		backoff->pause = exec_backoff_longer(backoff->pause);
		backoff->end = now + backoff->pause;
	}
	pthread_mutex_unlock(&backoff->mutex);
}
