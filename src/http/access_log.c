/* Carries lines from the loops to the sink. */
#include "http/access_log.h"

#include "base/clock.h"
#include "base/thread.h"
#include "postern/memory.h"

#include <assert.h>
#include <errno.h>
#include <semaphore.h>
#include <stdlib.h>
#include <unistd.h>

#define ACCESS_LOG_DELAY     500   /* milliseconds that a line may wait for others */
#define ACCESS_LOG_NAP       10    /* milliseconds until a sink that was not ready is tried again */
#define ACCESS_LOG_LAST_NAPS 50    /* at the end */
#define ACCESS_LOG_COMPLAINT 60000 /* milliseconds between two complaints */

/* Lines of one loop, one behind the other. The loop alone writes what stands before them, the
 * thread alone what stands behind; both counts only grow. */
struct access_ring {
	_Atomic uint64_t written; /* bytes */
	_Atomic uint64_t lost;    /* lines */
	struct access_stamp stamp;
	char bytes[ACCESS_LOG_MEMORY];
	_Atomic uint64_t taken;
};

struct access_log {
	struct access_config config;
	struct access_ring **rings;
	unsigned int count;
	pthread_t thread;
	sem_t due;          /* there are lines */
	sem_t hurry;        /* and they should not wait any longer */
	atomic_bool waited; /* `due` was posted since the thread looked last */
	atomic_bool hurried;
	atomic_bool ended;
	unsigned int last_naps;
	uint64_t lost;           /* lines that the sink lost */
	uint64_t told;           /* lost lines that the log knows of */
	uint64_t next_complaint; /* by clock_monotonic_ms() */
};

/* How many of `length` bytes stand before the end of the memory; the rest is at its beginning. */
static size_t access_ring_before_end(uint64_t at, size_t length)
{
	size_t left = ACCESS_LOG_MEMORY - at % ACCESS_LOG_MEMORY;

	return length < left ? length : left;
}

static void access_ring_copy_in(struct access_ring *ring, uint64_t at, const char *text,
				size_t length)
{
	size_t first = access_ring_before_end(at, length);

	memcpy(ring->bytes + at % ACCESS_LOG_MEMORY, text, first);
	memcpy(ring->bytes, text + first, length - first);
}

static void access_ring_copy_out(const struct access_ring *ring, uint64_t at, char *text,
				 size_t length)
{
	size_t first = access_ring_before_end(at, length);

	memcpy(text, ring->bytes + at % ACCESS_LOG_MEMORY, first);
	memcpy(text + first, ring->bytes, length - first);
}

/* A post is a system call when somebody waits: one for many lines. */
static void access_log_post(sem_t *semaphore, atomic_bool *posted)
{
	if (!atomic_load(posted) && !atomic_exchange(posted, true))
		sem_post(semaphore);
}

void access_log_write(struct access_log *access_log, unsigned int slot,
		      const struct access_entry *entry)
{
	struct access_ring *ring = access_log->rings[slot];
	char line[ACCESS_LINE_MAX];
	size_t length = access_entry_format(entry, access_log->config.format, &ring->stamp, line);
	uint64_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
	uint64_t waiting = written - atomic_load(&ring->taken) + length;

	if (waiting > ACCESS_LOG_MEMORY) {
		atomic_fetch_add(&ring->lost, 1);
	} else {
		access_ring_copy_in(ring, written, line, length);
		atomic_store(&ring->written, written + length);
	}
	access_log_post(&access_log->due, &access_log->waited);
	if (waiting > ACCESS_LOG_MEMORY / 2)
		access_log_post(&access_log->hurry, &access_log->hurried);
}

static void access_log_complain(struct access_log *access_log)
{
	uint64_t lost = access_log->lost;
	uint64_t now = clock_monotonic_ms();

	for (unsigned int i = 0; i < access_log->count; i++)
		lost += atomic_load(&access_log->rings[i]->lost);
	if (lost == access_log->told ||
	    (now < access_log->next_complaint && !atomic_load(&access_log->ended)))
		return;
	log_line(LOG_LEVEL_WARNING, "access", "%llu lines of the access log lost",
		 (unsigned long long)(lost - access_log->told));
	access_log->told = lost;
	access_log->next_complaint = now + ACCESS_LOG_COMPLAINT;
}

/* False when there is no time left for a sink that is not ready. */
static bool access_log_nap(struct access_log *access_log)
{
	const struct timespec nap = clock_timespec(ACCESS_LOG_NAP);

	if (atomic_load(&access_log->ended) && access_log->last_naps++ >= ACCESS_LOG_LAST_NAPS)
		return false;
	access_log_complain(access_log);
	clock_nanosleep(CLOCK_MONOTONIC, 0, &nap, NULL);
	return true;
}

static void access_log_pass_on(struct access_log *access_log, const char *lines, size_t length)
{
	struct log_sink *sink = access_log->config.sink;

	while (!sink->write(sink, LOG_LEVEL_INFO, lines, length)) {
		if (errno == EAGAIN && access_log_nap(access_log))
			continue;
		for (size_t i = 0; i < length; i++)
			access_log->lost += lines[i] == '\n';
		return;
	}
}

static_assert(ACCESS_LINE_MAX <= LOG_LINE_MAX, "there is always a whole line");

/* Takes as many whole lines as a pipe takes without splitting them. */
static void access_log_drain_ring(struct access_log *access_log, struct access_ring *ring)
{
	uint64_t taken = atomic_load_explicit(&ring->taken, memory_order_relaxed);
	uint64_t written = atomic_load(&ring->written);

	while (written > taken) {
		char lines[LOG_LINE_MAX];
		size_t length = written - taken < sizeof(lines) ? written - taken : sizeof(lines);

		access_ring_copy_out(ring, taken, lines, length);
		length = (size_t)((char *)memrchr(lines, '\n', length) + 1 - lines);
		access_log_pass_on(access_log, lines, length);
		taken += length;
		atomic_store(&ring->taken, taken);
	}
}

static void access_log_wait(struct access_log *access_log)
{
	struct timespec end;

	while (sem_wait(&access_log->due) != 0)
		continue;
	end = clock_timespec(clock_monotonic_ms() + ACCESS_LOG_DELAY);
	/* The time is over, or somebody is in a hurry: both will do. */
	(void)TEMP_FAILURE_RETRY(sem_clockwait(&access_log->hurry, CLOCK_MONOTONIC, &end));
	/* What is written from here on posts again. */
	atomic_store(&access_log->hurried, false);
	atomic_store(&access_log->waited, false);
}

static void *access_log_run(void *closure)
{
	struct access_log *access_log = closure;
	bool ended;

	do {
		access_log_wait(access_log);
		ended = atomic_load(&access_log->ended);
		for (unsigned int i = 0; i < access_log->count; i++)
			access_log_drain_ring(access_log, access_log->rings[i]);
		access_log_complain(access_log);
	} while (!ended);
	return NULL;
}

static void access_log_destroy(struct access_log *access_log)
{
	for (unsigned int i = 0; i < access_log->count; i++)
		free(access_log->rings[i]);
	free(access_log->rings);
	sem_destroy(&access_log->due);
	sem_destroy(&access_log->hurry);
	free(access_log);
}

struct access_log *access_log_start(const struct access_config *config, unsigned int loops,
				    struct error *error)
{
	struct access_log *access_log = memory_take(1, sizeof(*access_log));

	access_log->config = *config;
	access_log->rings = memory_take(loops, sizeof(*access_log->rings));
	access_log->count = loops;
	for (unsigned int i = 0; i < loops; i++)
		access_log->rings[i] = memory_take(1, sizeof(struct access_ring));
	sem_init(&access_log->due, 0, 0);
	sem_init(&access_log->hurry, 0, 0);
	if (thread_start(&access_log->thread, access_log_run, access_log, error))
		return access_log;
	access_log_destroy(access_log);
	return NULL;
}

void access_log_finish(struct access_log *access_log)
{
	if (!access_log)
		return;
	atomic_store(&access_log->ended, true);
	sem_post(&access_log->hurry);
	sem_post(&access_log->due);
	pthread_join(access_log->thread, NULL);
	access_log_destroy(access_log);
}
