/*
 * A bounded pool of threads for logins that block; the sources that they come from take turns, and
 * the memory of their slow hashes has a bound: what any one of them may take, all take together.
 */
#ifndef CRED_POOL_H
#define CRED_POOL_H

#include "postern/checker.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;

/* One job. Embedded in the caller's struct; the pool allocates nothing for it. */
struct pool_job {
	void (*run)(struct pool_job *job, const struct caller *caller);
	/* Instead of run(): its source had the most jobs waiting, and another one needed the place.
	 * On the thread that submits the other one. */
	void (*drop)(struct pool_job *job);
	uint64_t source;       /* whose turn it takes; see cred/source.h */
	struct pool_job *next; /* the pool's, from here on */
	uint64_t round;
};

/* `threads` take the slots from `first_slot` on; at most `queue_max` jobs wait. NULL with the error
 * set. */
struct pool *pool_create(unsigned int first_slot, unsigned int threads, unsigned int queue_max,
			 struct error *error);

/* False: the queue is full, and no source has more jobs in it than this one; the job is still the
 * caller's. */
bool pool_submit(struct pool *pool, struct pool_job *job);

/* Runs what waits, then ends the threads. NULL is fine. */
void pool_destroy(struct pool *pool);

#endif
