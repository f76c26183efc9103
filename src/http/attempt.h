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
#include <stdatomic.h>
#include <stddef.h>

/* One half for what is kept of a head, the other for what is decoded of that, which is shorter. */
#define ATTEMPT_MEMORY_SIZE 32768

struct connection;
struct hold;
struct loop;

struct attempt {
	struct pool_job job;
	struct attempt *next; /* of a list of the loop's */
	struct loop *loop;
	/* Who waits while the pool is at work, and what keeps the portal; only the loop's thread
	 * looks at them. NULL: nobody, or nobody any more. */
	struct connection *connection;
	struct hold *hold;
	atomic_bool settled; /* its client is answered without the login; see attempt_settle() */
	struct portal *portal;
	struct throttle *throttle;   /* NULL: none */
	bool exempt;                 /* may guess */
	struct throttle_login guess; /* what the throttle sees of it */
	struct octets authorization; /* the field, in the arena; absent without one */
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

#define ATTEMPT_SPARES 64 /* that a loop keeps */

/* Takes one of the loop's spare attempts, or makes one. */
struct attempt *attempt_take(struct loop *loop);

/* What credentials will point to and is the connection's, which may have ended when the pool comes
 * to them. The same octets in the attempt's own memory; absent ones stay absent. */
struct octets attempt_keep(struct attempt *attempt, struct octets octets);

/* Wipes it and gives it back. */
void attempt_give_back(struct attempt *attempt);

/* Logs in on the loop; LATER if that would block. */
void attempt_login(struct attempt *attempt);

/* Logs in in the pool; loop_complete() is called when it is done. False: the pool is full, and the
 * outcome says so. */
bool attempt_login_later(struct attempt *attempt);

/* One that the pool has is given up: by the pool for want of room, or by the loop for want of time.
 * False: by the other one, which has said so. */
bool attempt_settle(struct attempt *attempt);

/* The outcome of one that was given up for want of time: nobody can tell. */
void attempt_fail_late(struct attempt *attempt);

/* Frees a list of attempts. */
void attempt_destroy_all(struct attempt *list);

#endif
