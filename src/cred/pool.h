/* A bounded pool of threads for logins that block. */
#ifndef CRED_POOL_H
#define CRED_POOL_H

#include "postern/checker.h"

#include <stdbool.h>

struct pool;

/* One job. Embedded in the caller's struct; the pool allocates nothing for it. */
struct pool_job {
	void (*run)(struct pool_job *job, const struct caller *caller);
	struct pool_job *next; /* the pool's */
};

/* `threads` take the slots from `first_slot` on; at most `queue_max` jobs wait. NULL with the error
 * set. */
struct pool *pool_create(unsigned int first_slot, unsigned int threads, unsigned int queue_max,
			 struct error *error);

/* False: the queue is full, and the job is still the caller's. */
bool pool_submit(struct pool *pool, struct pool_job *job);

/* Runs what waits, then ends the threads. NULL is fine. */
void pool_destroy(struct pool *pool);

#endif
