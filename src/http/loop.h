/* A loop is one thread with its own sockets, and a daemon of libmicrohttpd for each listener. Only
 * it calls them, and polls them from outside: all other modes of 0.9.75 stall, race or abort. */
#ifndef HTTP_LOOP_H
#define HTTP_LOOP_H

#include "http/attempt.h"
#include "http/connection.h"
#include "http/date.h"
#include "http/hold.h"
#include "http/lobby.h"
#include "http/loop_config.h"
#include "http/target.h"

#include <microhttpd.h>
#include <pthread.h>

/* Descriptors that a loop takes for itself and its lobby; each daemon takes one more. */
#define LOOP_DESCRIPTORS 4

struct loop {
	struct loop_config *config;
	unsigned int slot; /* also which socket of a listener */
	pthread_t thread;
	struct door *doors; /* in the order of the listeners */
	int epoll;
	int wakeup;            /* an eventfd */
	unsigned int answered; /* of config->question */
	/* Written by this thread alone, read by others. */
	_Atomic uint64_t requests;         /* but for those of '*' */
	_Atomic uint64_t connection_count; /* without those in the lobby */
	_Atomic uint64_t lobby_count;
	uint64_t most_connections; /* that a scan has found, since memory was given back */
	uint64_t turn;
	struct shelf *shelf; /* what realms keep */
	uint64_t now;        /* of clock_monotonic_ms(), when this turn began */
	uint64_t next_scan;  /* when deadlines are looked at again */
	struct date_now date;
	bool draining;
	bool reported;      /* which requests are cut */
	bool starved;       /* of room or descriptors: a socket waits to be watched again */
	bool was_used;      /* libmicrohttpd had connections when it was run last */
	bool engine_event;  /* a daemon has something to do, in this turn */
	struct hold *holds; /* the newest site first; older ones have exchanges left */
	struct connection *connections;
	struct lobby lobby;
	unsigned int spinning; /* connections that would keep the loop from waiting */
	unsigned int logins;   /* in the pool, or back from it */
	struct attempt *spare_attempts;
	unsigned int spare_count;          /* at most ATTEMPT_SPARES */
	struct attempt *_Atomic completed; /* pushed by the pool's threads */
	char path[TARGET_MAX + 2];         /* of the request that is being answered */
};

/* True when the time that requests have to finish is over. Any thread. */
bool loop_is_late(const struct loop_config *config);

/* Starts the thread. NULL with the error set. */
struct loop *loop_start(struct loop_config *config, unsigned int slot, struct error *error);

/* Any thread: the pool is done with the attempt. */
void loop_complete(struct attempt *attempt);

/* Any thread: `stopping`, `site` or `question` was set. */
void loop_wake(struct loop *loop);

/* Waits for the thread, which ends after `stopping`. */
void loop_join(struct loop *loop);

/* After the pool has ended: its threads may still be on their way out of loop_complete(). */
void loop_destroy(struct loop *loop);

#endif
