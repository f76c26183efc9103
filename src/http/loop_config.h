/* What all loops of a server share. */
#ifndef HTTP_LOOP_CONFIG_H
#define HTTP_LOOP_CONFIG_H

#include "cred/outage.h"
#include "http/listener.h"
#include "http/site.h"

#include <semaphore.h>
#include <stdatomic.h>

struct loop_config {
	struct listener *const *listeners;
	size_t listener_count;
	struct site *_Atomic site; /* the newest */
	atomic_uint question;      /* is a loop alive? Each answers a new one by posting `alive` */
	sem_t alive;
	atomic_uint ended; /* loops */
	sem_t adopted;     /* posted by each loop that has taken it over */
	struct pool *pool;
	struct outage pool_outage;     /* it has no room, or no time */
	struct access_log *access_log; /* NULL: none */
	unsigned int connection_limit; /* of each daemon */
	unsigned int head_limit;       /* bytes */
	atomic_bool stopping;
	_Atomic uint64_t stop_deadline; /* of clock_monotonic_ms(); set before `stopping` */
};

#endif
