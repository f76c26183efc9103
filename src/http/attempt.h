/* One login: the memory of its credentials, its way through the pool if any, and its outcome. */
#ifndef HTTP_ATTEMPT_H
#define HTTP_ATTEMPT_H

#include "cred/pool.h"
#include "cred/portal.h"
#include "cred/throttle.h"
#include "http/body_hash.h"
#include "postern/arena.h"
#include "postern/credential_factory.h"

#include <stdalign.h>
#include <stddef.h>

/* An Authorization field is at most 8 KiB, and what is decoded of it is shorter. */
#define ATTEMPT_MEMORY_SIZE 16384

struct connection;
struct loop;

struct attempt {
	struct pool_job job;
	struct attempt *next; /* of a list of the loop's */
	struct loop *loop;
	struct connection *connection; /* only the loop's thread looks at it */
	struct portal *portal;
	struct throttle *throttle;   /* NULL: none */
	bool exempt;                 /* may guess */
	struct throttle_login guess; /* what the throttle sees of it */
	enum decoding decoding;
	struct credentials *credentials; /* in the arena */
	struct body_hash body_hash;      /* which the credentials cover, or do not */
	enum login_outcome outcome;
	/* Seconds until the next may be tried: THROTTLED, or REFUSED if that closes it; else 0. */
	unsigned int wait;
	/* Has not been said for long: of this client and name that it was GRANTED, or THROTTLED; or
	 * that nobody can tell. */
	bool news;
	struct login login;
	struct error error;
	struct arena arena;
	alignas(max_align_t) char memory[ATTEMPT_MEMORY_SIZE];
};

/* Takes one of the loop's spare attempts, or makes one. */
struct attempt *attempt_take(struct loop *loop);

/* Wipes it and gives it back. */
void attempt_give_back(struct attempt *attempt);

/* Logs in on the loop; LATER if that would block. */
void attempt_login(struct attempt *attempt);

/* Logs in in the pool; loop_complete() is called when it is done. False: the pool is full, and the
 * outcome says so. */
bool attempt_login_later(struct attempt *attempt);

/* Frees a list of attempts. */
void attempt_destroy_all(struct attempt *list);

#endif
