/* Counts of nonces are used once, whatever order, thread or forgetting there is. */
#include "http/replay.h"

#include <check.h>
#include <pthread.h>

Suite *replay_suite(void);

#define TIME 1000

static struct replay *replay;

static void set_up(void)
{
	replay = replay_create();
}

static void tear_down(void)
{
	replay_destroy(replay);
}

static bool use(uint64_t id, uint32_t count)
{
	return replay_use(replay, id, TIME, count);
}

START_TEST(a_count_is_used_once)
{
	ck_assert(use(7, 1));
	ck_assert(!use(7, 1)); /* D40, D41, D43, D49 */
	ck_assert(use(7, 2));
	ck_assert(!use(7, 1));
	ck_assert(use(8, 1)); /* another nonce */
}
END_TEST

/* CVE-2020-11945: more often than a number of 16 bits counts. */
START_TEST(a_nonce_is_used_as_often_as_it_has_counts)
{
	for (uint32_t count = 1; count <= 70000; count++) {
		ck_assert(use(7, count));
		ck_assert(!use(7, count));
	}
	ck_assert(!use(7, 1));
}
END_TEST

/* GEVORG-16 */
START_TEST(a_nonce_begins_at_any_count)
{
	ck_assert(use(7, 5)); /* D36 */
	ck_assert(use(7, 6));
	ck_assert(!use(7, 5));
}
END_TEST

START_TEST(counts_may_come_out_of_order)
{
	ck_assert(use(7, 3)); /* D42 */
	ck_assert(use(7, 1));
	ck_assert(use(7, 2));
	ck_assert(!use(7, 2));
	ck_assert(!use(7, 3));
	ck_assert(!use(7, 1));
}
END_TEST

START_TEST(fifty_counts_in_order_are_fine)
{
	for (uint32_t count = 1; count <= 50; count++) /* D45 */
		ck_assert(use(7, count));
	for (uint32_t count = 1; count <= 50; count++)
		ck_assert(!use(7, count));
}
END_TEST

/* D46: each of eight connections has every eighth count, and the last goes first. */
START_TEST(connections_may_overtake_each_other_within_the_window)
{
	for (uint32_t connection = 8; connection >= 1; connection--) {
		for (uint32_t count = connection; count <= REPLAY_WINDOW; count += 8)
			ck_assert(use(7, count));
	}
}
END_TEST

START_TEST(what_is_older_than_the_window_is_refused)
{
	ck_assert(use(7, 1000));
	ck_assert(!use(7, 1)); /* D44 */
	ck_assert(!use(7, 1000 - REPLAY_WINDOW));
	ck_assert(use(7, 1000 - REPLAY_WINDOW + 1));
	ck_assert(!use(7, 1000 - REPLAY_WINDOW + 1));
}
END_TEST

START_TEST(the_window_moves_with_every_step)
{
	static const uint32_t steps[] = {1, 2, 63, 64, 65, 127, 128, 129, 1000};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		ck_assert(use(i, 500));
		ck_assert(use(i, 500 + steps[i]));
		ck_assert(!use(i, 500 + steps[i]));
		ck_assert_msg(!use(i, 500), "after a step of %u", steps[i]);
	}
}
END_TEST

START_TEST(rising_counts_leave_no_lower_one)
{
	ck_assert(replay_use_rising(replay, 7, TIME, 5));
	ck_assert(!replay_use_rising(replay, 7, TIME, 5));
	ck_assert(!replay_use_rising(replay, 7, TIME, 1));
	ck_assert(replay_use_rising(replay, 7, TIME, 9));
	ck_assert(!replay_use_rising(replay, 7, TIME, 8));
	ck_assert(replay_use_rising(replay, 7, TIME, UINT32_MAX));
	ck_assert(!replay_use_rising(replay, 7, TIME, UINT32_MAX));
}
END_TEST

START_TEST(the_last_count_ends_a_nonce)
{
	ck_assert(use(7, UINT32_MAX - 1));
	ck_assert(use(7, UINT32_MAX)); /* D35 */
	ck_assert(!use(7, UINT32_MAX));
	ck_assert(!use(7, UINT32_MAX - 2));
	ck_assert(!use(7, 1));
	ck_assert(use(8, UINT32_MAX));
	ck_assert(!use(8, 1));
}
END_TEST

/* The id of the nonce'th nonce in one set. */
static uint64_t neighbour(uint64_t nonce)
{
	return 7 + nonce * REPLAY_SETS;
}

START_TEST(a_full_set_forgets_the_oldest_nonce_and_refuses_it)
{
	for (uint64_t i = 0; i < REPLAY_WAYS; i++)
		ck_assert(replay_use(replay, neighbour(i), TIME + (int64_t)i, 1));
	ck_assert(replay_use(replay, neighbour(REPLAY_WAYS), TIME + REPLAY_WAYS, 1));
	ck_assert(!replay_use(replay, neighbour(0), TIME, 1));
	ck_assert(!replay_use(replay, neighbour(0), TIME, 2));
	for (uint64_t i = 1; i <= REPLAY_WAYS; i++)
		ck_assert(!replay_use(replay, neighbour(i), TIME + (int64_t)i, 1));
	for (uint64_t i = 1; i <= REPLAY_WAYS; i++)
		ck_assert(replay_use(replay, neighbour(i), TIME + (int64_t)i, 2));
}
END_TEST

START_TEST(a_nonce_no_newer_than_a_forgotten_one_is_refused)
{
	for (uint64_t i = 0; i <= REPLAY_WAYS; i++)
		ck_assert(replay_use(replay, neighbour(i), TIME + (int64_t)i, 1));
	ck_assert(!replay_use(replay, neighbour(20), TIME, 1));
	ck_assert(!replay_use(replay, neighbour(21), TIME - 1, 1));
	ck_assert(replay_use(replay, neighbour(22), TIME + 1, 1));
	ck_assert(replay_use(replay, neighbour(0) + 1, TIME, 1)); /* another set */
}
END_TEST

/* CVE-2026-73636: whatever is forgotten for it, no pair is ever used twice. */
START_TEST(a_flood_of_nonces_lets_nothing_be_used_again)
{
	for (uint64_t i = 0; i < 100; i++)
		ck_assert(replay_use(replay, neighbour(i), TIME + (int64_t)i, 1));
	for (uint64_t i = 0; i < 100; i++)
		ck_assert(!replay_use(replay, neighbour(i), TIME + (int64_t)i, 1));
}
END_TEST

START_TEST(as_many_nonces_are_kept_as_the_table_holds)
{
	const uint64_t all = (uint64_t)REPLAY_SETS * REPLAY_WAYS;

	for (uint64_t id = 0; id < all; id++)
		ck_assert(replay_use(replay, id, TIME + (int64_t)id, 1));
	for (uint64_t id = 0; id < all; id++)
		ck_assert(replay_use(replay, id, TIME + (int64_t)id, 2));
}
END_TEST

#define RACE_COUNTS 100
#define RACERS      2

struct racer {
	pthread_t thread;
	pthread_barrier_t *start;
	uint64_t id;
	unsigned int won;
};

static void *race(void *argument)
{
	struct racer *racer = argument;

	pthread_barrier_wait(racer->start);
	for (uint32_t count = 1; count <= RACE_COUNTS; count++)
		racer->won += use(racer->id, count);
	return NULL;
}

/* How many counts the racers used together. */
static unsigned int race_for(uint64_t first_id, uint64_t second_id)
{
	struct racer racers[RACERS] = {{.id = first_id}, {.id = second_id}};
	pthread_barrier_t start;

	pthread_barrier_init(&start, NULL, RACERS);
	for (size_t i = 0; i < RACERS; i++) {
		racers[i].start = &start;
		ck_assert_int_eq(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
	}
	for (size_t i = 0; i < RACERS; i++)
		pthread_join(racers[i].thread, NULL);
	pthread_barrier_destroy(&start);
	return racers[0].won + racers[1].won;
}

/* D47: counts stay within the window, so that none is lost by being late. */
START_TEST(of_two_threads_with_one_count_one_wins)
{
	for (uint64_t id = 1; id <= 500; id++)
		ck_assert_uint_eq(race_for(id, id), RACE_COUNTS);
}
END_TEST

START_TEST(threads_in_one_set_do_not_disturb_each_other)
{
	for (uint64_t i = 0; i < 3; i++)
		ck_assert_uint_eq(race_for(neighbour(2 * i), neighbour(2 * i + 1)),
				  RACERS * RACE_COUNTS);
}
END_TEST

Suite *replay_suite(void)
{
	Suite *suite = suite_create("replay");
	TCase *tests = tcase_create("replay");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, a_count_is_used_once);
	tcase_add_test(tests, a_nonce_is_used_as_often_as_it_has_counts);
	tcase_add_test(tests, a_nonce_begins_at_any_count);
	tcase_add_test(tests, counts_may_come_out_of_order);
	tcase_add_test(tests, fifty_counts_in_order_are_fine);
	tcase_add_test(tests, connections_may_overtake_each_other_within_the_window);
	tcase_add_test(tests, what_is_older_than_the_window_is_refused);
	tcase_add_test(tests, the_window_moves_with_every_step);
	tcase_add_test(tests, rising_counts_leave_no_lower_one);
	tcase_add_test(tests, the_last_count_ends_a_nonce);
	tcase_add_test(tests, a_full_set_forgets_the_oldest_nonce_and_refuses_it);
	tcase_add_test(tests, a_nonce_no_newer_than_a_forgotten_one_is_refused);
	tcase_add_test(tests, a_flood_of_nonces_lets_nothing_be_used_again);
	tcase_add_test(tests, as_many_nonces_are_kept_as_the_table_holds);
	tcase_add_test(tests, of_two_threads_with_one_count_one_wins);
	tcase_add_test(tests, threads_in_one_set_do_not_disturb_each_other);
	suite_add_tcase(suite, tests);
	return suite;
}
