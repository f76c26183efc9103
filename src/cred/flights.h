/* Flights are slow hashes under way. Identical logins share one, and there are at most as many as
 * processors: more would be no faster. */
#ifndef CRED_FLIGHTS_H
#define CRED_FLIGHTS_H

#include "cred/verdict_cache.h"

struct flights;

/* One thread's part in it. The caller sets the first three. */
struct flight {
	const struct verdict_tag *tag;
	struct avatar_id *avatar_id; /* where they go when another thread finds out */
	struct error *error;
	enum verdict verdict;
	bool known; /* there is such a user */
	bool leads; /* finds out; the others of the same tag follow it */
	bool landed;
	struct flight *next;
};

/* `most` are hashed at a time; 0: as many as there are processors. */
struct flights *flights_create(unsigned int most);

/* Nobody may be on one. NULL is fine. */
void flights_destroy(struct flights *flights);

/* True: the caller finds out, sets the verdict and calls flights_land(). False: another one has,
 * who asked for the same tag, and all is set. Blocks, as long as the hashes before it take. */
bool flights_board(struct flights *flights, struct flight *flight);

void flights_land(struct flights *flights, struct flight *flight);

#endif
