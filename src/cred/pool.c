/* Threads that wait for logins which block, and run them one after the other. */
#include "cred/pool.h"

#include "base/thread.h"
#include "cred/hash.h"
#include "postern/memory.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct pool_thread {
	struct pool *pool;
	pthread_t thread;
	unsigned int slot;
};

struct pool {
	pthread_mutex_t mutex;
	pthread_cond_t changed; /* there is a job, or the end has come */
	struct pool_job *first;
	struct pool_job **end; /* where the next job goes */
	unsigned int waiting;
	unsigned int waiting_max;
	bool ending;
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
		if (!pool->first)
			pool->end = &pool->first;
		pool->waiting--;
	}
	pthread_mutex_unlock(&pool->mutex);
	return job;
}

static void *pool_run(void *argument)
{
	const struct pool_thread *thread = argument;
	struct caller caller = {.slot = thread->slot, .may_block = true};
	struct pool_job *job;

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
	pool->end = &pool->first;
	pool->waiting_max = queue_max;
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

bool pool_submit(struct pool *pool, struct pool_job *job)
{
	bool room;

	pthread_mutex_lock(&pool->mutex);
	room = pool->waiting < pool->waiting_max;
	if (room) {
		job->next = NULL;
		*pool->end = job;
		pool->end = &job->next;
		pool->waiting++;
		pthread_cond_signal(&pool->changed);
	}
	pthread_mutex_unlock(&pool->mutex);
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
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->mutex);
	free(pool);
}
