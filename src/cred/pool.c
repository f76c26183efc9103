/* Threads that wait for logins which block, and run them, one of each source in turn. */
#include "cred/pool.h"

#include "base/thread.h"
#include "cred/hash.h"
#include "cred/password_budget.h"
#include "cred/password_scheme.h"
#include "postern/memory.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define POOL_STEP_BACK 10 /* of niceness: a tenth of a loop's weight */

struct pool_thread {
	struct pool *pool;
	pthread_t thread;
	unsigned int slot;
};

/*
 * What waits is sorted by rounds: in each round every source has one job at most. So a job stands
 * behind as many jobs as there are sources, for each that its own source has before it; and the
 * last job is one of the source that has the most.
 */
struct pool {
	pthread_mutex_t mutex;
	pthread_cond_t changed; /* there is a job, or the end has come */
	struct pool_job *first;
	uint64_t round; /* of the job that was taken last */
	unsigned int waiting;
	unsigned int waiting_max;
	bool ending;
	struct password_budget *budget;
	unsigned int thread_count;
	struct pool_thread threads[];
};

/* Waits for a job; NULL when there will be none. */
static struct pool_job *pool_take(struct pool *pool)
{
	struct pool_job *job;

	pthread_mutex_lock(&pool->mutex);
	while (!pool->first && !pool->ending)
		pthread_cond_wait(&pool->changed, &pool->mutex);
	job = pool->first;
	if (job) {
		pool->first = job->next;
		pool->round = job->round;
		pool->waiting--;
	}
	pthread_mutex_unlock(&pool->mutex);
	return job;
}

/* Hashes give way to loops, which is always allowed. Programs that checkers run inherit this. Not
 * SCHED_IDLE: a processor that runs nothing else counts as free, and who is woken there may wait
 * for a tick. Not by 19: loops gain nothing by it, and logins starve where others compute. */
static void pool_step_back(void)
{
	const id_t thread = (id_t)gettid(); /* 0 would be the whole process by POSIX */

	setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + POOL_STEP_BACK);
}

static void *pool_run(void *argument)
{
	const struct pool_thread *thread = argument;
	struct caller caller = {
		.slot = thread->slot,
		.may_block = true,
		.budget = thread->pool->budget,
	};
	struct pool_job *job;

	pool_step_back();
	while ((job = pool_take(thread->pool))) {
		/* Every job is a turn: the thread may have waited for it for hours. */
		caller.turn++;
		job->run(job, &caller);
	}
	hash_thread_end();
	return NULL;
}

static struct pool *pool_make(unsigned int threads, unsigned int queue_max)
{
	struct pool *pool = memory_take(1, sizeof(*pool) + threads * sizeof(pool->threads[0]));

	pthread_mutex_init(&pool->mutex, NULL);
	pthread_cond_init(&pool->changed, NULL);
	pool->waiting_max = queue_max;
	pool->budget = password_budget_create(PASSWORD_MEMORY_MAX);
	return pool;
}

static bool pool_start(struct pool *pool, unsigned int first_slot, unsigned int threads,
		       struct error *error)
{
	for (unsigned int i = 0; i < threads; i++) {
		struct pool_thread *thread = &pool->threads[i];

		*thread = (struct pool_thread){.pool = pool, .slot = first_slot + i};
		if (!thread_start(&thread->thread, pool_run, thread, error))
			return false;
		pool->thread_count++;
	}
	return true;
}

struct pool *pool_create(unsigned int first_slot, unsigned int threads, unsigned int queue_max,
			 struct error *error)
{
	struct pool *pool;

	assert(threads > 0 && queue_max > 0);
	assert(threads <= CALLER_SLOTS && first_slot <= CALLER_SLOTS - threads);
	pool = pool_make(threads, queue_max);
	if (pool_start(pool, first_slot, threads, error))
		return pool;
	pool_destroy(pool);
	return NULL;
}

/* One round after the last job of the same source. */
static uint64_t pool_round(const struct pool *pool, uint64_t source)
{
	uint64_t round = pool->round;

	for (const struct pool_job *job = pool->first; job; job = job->next) {
		if (job->source == source)
			round = job->round + 1;
	}
	return round;
}

static void pool_insert(struct pool *pool, struct pool_job *job)
{
	struct pool_job **link = &pool->first;

	while (*link && (*link)->round <= job->round)
		link = &(*link)->next;
	job->next = *link;
	*link = job;
	pool->waiting++;
}

/* Takes out the last job, if it stands in a later round; else NULL. */
static struct pool_job *pool_displace(struct pool *pool, uint64_t round)
{
	struct pool_job **link = &pool->first;
	struct pool_job *last;

	while ((*link)->next)
		link = &(*link)->next;
	last = *link;
	if (last->round <= round)
		return NULL;
	*link = NULL;
	pool->waiting--;
	return last;
}

bool pool_submit(struct pool *pool, struct pool_job *job)
{
	struct pool_job *displaced = NULL;
	bool room;

	pthread_mutex_lock(&pool->mutex);
	job->round = pool_round(pool, job->source);
	if (pool->waiting == pool->waiting_max)
		displaced = pool_displace(pool, job->round);
	room = pool->waiting < pool->waiting_max;
	if (room) {
		pool_insert(pool, job);
		pthread_cond_signal(&pool->changed);
	}
	pthread_mutex_unlock(&pool->mutex);
	if (displaced)
		displaced->drop(displaced);
	return room;
}

void pool_destroy(struct pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_lock(&pool->mutex);
	pool->ending = true;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->mutex);
	for (unsigned int i = 0; i < pool->thread_count; i++)
		pthread_join(pool->threads[i].thread, NULL);
	password_budget_destroy(pool->budget);
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->mutex);
	free(pool);
}
