/* Keeps the slow hashes that are under way in a list, in the order in which they were wanted. */
#include "cred/flights.h"

#include "base/processors.h"
#include "postern/memory.h"

#include <pthread.h>
#include <stdlib.h>

struct flights {
	pthread_mutex_t mutex;
	pthread_cond_t landed;
	unsigned int most;
	struct flight *first; /* no more than there are threads in the pool */
};

struct flights *flights_create(unsigned int most)
{
	struct flights *flights = memory_take(1, sizeof(*flights));

	pthread_mutex_init(&flights->mutex, NULL);
	pthread_cond_init(&flights->landed, NULL);
	flights->most = most > 0 ? most : processors_count();
	return flights;
}

void flights_destroy(struct flights *flights)
{
	if (!flights)
		return;
	pthread_cond_destroy(&flights->landed);
	pthread_mutex_destroy(&flights->mutex);
	free(flights);
}

/* Tags are keyed hashes: to compare them quickly gives nothing away. */
static bool flight_is_same(const struct flight *a, const struct flight *b)
{
	return memcmp(a->tag->bytes, b->tag->bytes, sizeof(a->tag->bytes)) == 0;
}

/* Appends it; it leads if nobody has asked for its tag before. */
static void flights_add(struct flights *flights, struct flight *flight)
{
	struct flight **link = &flights->first;

	flight->landed = false;
	flight->leads = true;
	flight->next = NULL;
	while (*link) {
		if (flight_is_same(*link, flight))
			flight->leads = false;
		link = &(*link)->next;
	}
	*link = flight;
}

static bool flights_may_fly(const struct flights *flights, const struct flight *flight)
{
	unsigned int before = 0;

	for (const struct flight *other = flights->first; other != flight; other = other->next)
		before += other->leads;
	return before < flights->most;
}

bool flights_board(struct flights *flights, struct flight *flight)
{
	pthread_mutex_lock(&flights->mutex);
	flights_add(flights, flight);
	while (flight->leads ? !flights_may_fly(flights, flight) : !flight->landed)
		pthread_cond_wait(&flights->landed, &flights->mutex);
	pthread_mutex_unlock(&flights->mutex);
	return flight->leads;
}

static void flight_follow(struct flight *flight, const struct flight *leader)
{
	if (flight == leader)
		return;
	flight->verdict = leader->verdict;
	flight->known = leader->known;
	*flight->avatar_id = *leader->avatar_id;
	*flight->error = *leader->error;
	flight->landed = true;
}

void flights_land(struct flights *flights, struct flight *flight)
{
	struct flight **link = &flights->first;

	pthread_mutex_lock(&flights->mutex);
	while (*link) {
		struct flight *other = *link;

		if (!flight_is_same(other, flight)) {
			link = &other->next;
			continue;
		}
		*link = other->next;
		flight_follow(other, flight);
	}
	pthread_cond_broadcast(&flights->landed);
	pthread_mutex_unlock(&flights->mutex);
}
