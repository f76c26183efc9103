/* Flights: who asks the same at the same time gets one answer, and few ask at a time. */
#include "cred/flights.h"

#include "cred/checker.h"
#include "cred/hash.h"
#include "fake_plugins.h"

#include <check.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

Suite *flights_suite(void);

#define THREADS 6
#define ROUNDS  200
#define MOST    2

/* What all threads of one test share. */
struct sky {
	struct flights *flights;
	pthread_barrier_t begin;
	bool same; /* tag for all threads */
	atomic_uint flying;
	atomic_uint too_many; /* times */
	atomic_uint led;
	atomic_uint followed;
	atomic_uint wrong; /* answers */
};

struct passenger {
	struct sky *sky;
	pthread_t thread;
	struct verdict_tag tag;
};

static void find_out(struct sky *sky, struct flight *flight)
{
	if (++sky->flying > (sky->same ? 1 : MOST))
		sky->too_many++;
	for (int i = 0; i < 20; i++)
		sched_yield();
	flight->verdict = VERDICT_UNAVAILABLE;
	flight->known = true;
	avatar_id_set(flight->avatar_id, OCTETS("leader"));
	error_set(flight->error, "locked");
	sky->flying--;
	sky->led++;
	flights_land(sky->flights, flight);
}

static void *travel(void *closure)
{
	struct passenger *passenger = closure;
	struct sky *sky = passenger->sky;

	pthread_barrier_wait(&sky->begin);
	for (int i = 0; i < ROUNDS; i++) {
		struct avatar_id avatar_id = {.kind = AVATAR_ID_NOBODY};
		struct error error = {.text = ""};
		struct flight flight = {
			.tag = &passenger->tag, .avatar_id = &avatar_id, .error = &error};

		if (flights_board(sky->flights, &flight))
			find_out(sky, &flight);
		else
			sky->followed++;
		if (flight.verdict != VERDICT_UNAVAILABLE || !flight.known ||
		    strcmp(error.text, "locked") != 0 ||
		    !octets_equal(avatar_id_name(&avatar_id), OCTETS("leader")))
			sky->wrong++;
	}
	return NULL;
}

static void travel_together(struct sky *sky)
{
	struct passenger passengers[THREADS];

	sky->flights = flights_create(MOST);
	pthread_barrier_init(&sky->begin, NULL, THREADS);
	for (unsigned char i = 0; i < THREADS; i++) {
		passengers[i] = (struct passenger){.sky = sky};
		passengers[i].tag.bytes[VERDICT_TAG_SIZE - 1] = sky->same ? 0 : i;
		ck_assert_int_eq(
			pthread_create(&passengers[i].thread, NULL, travel, &passengers[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(passengers[i].thread, NULL);
	pthread_barrier_destroy(&sky->begin);
	flights_destroy(sky->flights);
}

/* L68 */
START_TEST(who_asks_the_same_follows_the_one_who_asked_first)
{
	struct sky sky = {.same = true};

	/* When they really meet is up to the system. */
	while (sky.followed == 0)
		travel_together(&sky);
	ck_assert_uint_eq(sky.too_many, 0);
	ck_assert_uint_eq(sky.wrong, 0);
	ck_assert_uint_eq((sky.led + sky.followed) % (THREADS * ROUNDS), 0);
}
END_TEST

START_TEST(only_so_many_fly_at_a_time)
{
	struct sky sky = {.same = false};

	travel_together(&sky);
	ck_assert_uint_eq(sky.too_many, 0);
	ck_assert_uint_eq(sky.wrong, 0);
	ck_assert_msg(sky.led == THREADS * ROUNDS && sky.followed == 0, "each tag is for itself");
}
END_TEST

struct client {
	pthread_barrier_t *begin;
	struct checker *checker;
	struct verdict_cache *cache;
	pthread_t thread;
	enum verdict verdict;
};

static void *log_in(void *closure)
{
	struct client *client = closure;
	struct username_password alice = username_password(OCTETS("alice"), OCTETS("secret"));
	struct avatar_id avatar_id;
	struct error error;

	pthread_barrier_wait(client->begin);
	client->verdict = checker_request_avatar_id(client->checker, client->cache, &alice.base,
						    &fake_patient, &avatar_id, &error);
	hash_thread_end();
	return NULL;
}

/* L68: a browser opens six connections. Whoever comes too late to follow finds it remembered. */
START_TEST(six_identical_first_logins_ask_the_checker_once)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct fake_checker *slow =
			fake_checker_create(&fake_checker_remembered, VERDICT_GRANTED, "alice");
		struct verdict_cache *cache = verdict_cache_create();
		struct client clients[THREADS];
		pthread_barrier_t begin;

		pthread_barrier_init(&begin, NULL, THREADS);
		for (size_t i = 0; i < THREADS; i++) {
			clients[i] = (struct client){&begin, &slow->base, cache, 0, 0};
			pthread_create(&clients[i].thread, NULL, log_in, &clients[i]);
		}
		for (size_t i = 0; i < THREADS; i++) {
			pthread_join(clients[i].thread, NULL);
			ck_assert_int_eq(clients[i].verdict, VERDICT_GRANTED);
		}
		ck_assert_uint_eq(slow->asked, 1);
		pthread_barrier_destroy(&begin);
		checker_destroy(&slow->base);
		verdict_cache_destroy(cache);
	}
}
END_TEST

Suite *flights_suite(void)
{
	Suite *suite = suite_create("flights");
	TCase *all = tcase_create("all");

	tcase_add_test(all, who_asks_the_same_follows_the_one_who_asked_first);
	tcase_add_test(all, only_so_many_fly_at_a_time);
	tcase_add_test(all, six_identical_first_logins_ask_the_checker_once);
	suite_add_tcase(suite, all);
	return suite;
}
