/* The throttle: whose guesses are slowed down, and who must never notice. */
#include "cred/throttle.h"

#include "clock.h"

#include <check.h>
#include <stdio.h>

Suite *throttle_suite(void);

#define HERE  1
#define THERE 2

static struct throttle *throttle;
static unsigned int guesses; /* each another one */

static void open_throttle(void)
{
	throttle = throttle_create();
}

static void close_throttle(void)
{
	throttle_destroy(throttle);
}

static struct throttle_login login(uint64_t source, const char *name, const char *answer)
{
	return (struct throttle_login){
		.source = source,
		.space = OCTETS("Example"),
		.username = octets_from(name),
		.answer = octets_from(answer),
	};
}

static unsigned int wait_of(uint64_t source, const char *name)
{
	struct throttle_login any = login(source, name, "any");

	bool news;

	return throttle_wait(throttle, &any, &news);
}

/* Returns for how many seconds it is closed. */
static unsigned int guess(uint64_t source, const char *name)
{
	char answer[32];
	struct throttle_login another;

	snprintf(answer, sizeof(answer), "%u", guesses++);
	another = login(source, name, answer);
	return throttle_refuse(throttle, &another);
}

static void guess_often(uint64_t source, const char *name, unsigned int times)
{
	while (times-- > 0)
		guess(source, name);
}

/* True when it is news. */
static bool log_in(uint64_t source, const char *name)
{
	struct throttle_login right = login(source, name, "right");

	return throttle_grant(throttle, &right);
}

static bool wait_is_news(uint64_t source, const char *name)
{
	struct throttle_login any = login(source, name, "any");
	bool news;

	throttle_wait(throttle, &any, &news);
	return news;
}

START_TEST(nobody_waits_at_first)
{
	ck_assert_uint_eq(wait_of(HERE, "alice"), 0);
	log_in(HERE, "alice");
	ck_assert_uint_eq(wait_of(HERE, "alice"), 0);
	ck_assert_uint_eq(wait_of(0, "alice"), 0);
	throttle_destroy(NULL);
}
END_TEST

/* T104 */
START_TEST(each_further_guess_closes_for_twice_as_long)
{
	static const unsigned int seconds[] = {0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};

	for (size_t i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
		ck_assert_msg(guess(HERE, "alice") == seconds[i], "guess %zu", i + 1);
		ck_assert_uint_eq(wait_of(HERE, "alice"), seconds[i]);
		clock_advance(CLOCK_MONOTONIC, seconds[i]);
		ck_assert_uint_eq(wait_of(HERE, "alice"), 0);
	}
}
END_TEST

/* T104 */
START_TEST(another_source_and_another_space_are_unaffected)
{
	struct throttle_login elsewhere = login(HERE, "alice", "any");
	bool news;

	guess_often(HERE, "alice", 10);
	elsewhere.space = OCTETS("Other");
	ck_assert_uint_gt(wait_of(HERE, "alice"), 0);
	ck_assert_uint_eq(wait_of(THERE, "alice"), 0);
	ck_assert_uint_eq(wait_of(HERE, "bob"), 0);
	ck_assert_uint_eq(throttle_wait(throttle, &elsewhere, &news), 0);
}
END_TEST

/* T104 */
START_TEST(a_right_password_resets_its_name_at_its_source_alone)
{
	guess_often(HERE, "alice", 6);
	guess_often(HERE, "bob", 6);
	guess_often(THERE, "alice", 6);
	log_in(HERE, "alice");
	ck_assert_uint_eq(wait_of(HERE, "alice"), 0);
	ck_assert_uint_gt(wait_of(HERE, "bob"), 0);
	ck_assert_uint_gt(wait_of(THERE, "alice"), 0);
	ck_assert_uint_eq(guess(HERE, "alice"), 0);
}
END_TEST

/* An attacker with an account of his own could else guess for ever. */
START_TEST(a_right_password_forgives_no_guesses_at_other_names)
{
	char name[32];

	for (unsigned int i = 0; i < THROTTLE_SOURCE_FREE; i++) {
		snprintf(name, sizeof(name), "user%u", i);
		ck_assert_uint_eq(guess(HERE, name), 0);
		log_in(HERE, "mallory");
	}
	ck_assert_uint_gt(guess(HERE, "one more"), 0);
}
END_TEST

START_TEST(quiet_is_forgotten)
{
	guess_often(HERE, "alice", 5);
	clock_advance(CLOCK_MONOTONIC, 2 + THROTTLE_MEMORY - 10);
	ck_assert_msg(guess(HERE, "alice") == 4, "not yet");
	clock_advance(CLOCK_MONOTONIC, 4 + THROTTLE_MEMORY + 1);
	ck_assert_uint_eq(guess(HERE, "alice"), 0);
}
END_TEST

/* T112: only the clock that nobody sets counts. */
START_TEST(a_jump_of_the_clock_changes_nothing)
{
	static const time_t jumps[] = {-3600, 86400, -10 * 86400};

	guess_often(HERE, "alice", THROTTLE_FREE + 7); /* for 64 seconds */
	for (size_t i = 0; i < sizeof(jumps) / sizeof(jumps[0]); i++) {
		clock_advance(CLOCK_REALTIME, jumps[i]);
		ck_assert_uint_gt(wait_of(HERE, "alice"), 30);
		ck_assert_uint_le(wait_of(HERE, "alice"), 64);
		ck_assert_uint_eq(wait_of(HERE, "bob"), 0);
	}
	clock_advance(CLOCK_MONOTONIC, 64);
	ck_assert_uint_eq(wait_of(HERE, "alice"), 0);
}
END_TEST

/* T105 */
START_TEST(the_same_wrong_answer_is_one_guess)
{
	struct throttle_login old_password = login(HERE, "alice", "old");
	struct throttle_login typo = login(HERE, "alice", "olld");

	for (int i = 0; i < 50; i++) {
		ck_assert_uint_eq(throttle_refuse(throttle, &old_password), 0);
		ck_assert_uint_eq(throttle_refuse(throttle, &typo), 0);
	}
	ck_assert_uint_eq(wait_of(HERE, "alice"), 0);
	ck_assert_uint_eq(guess(HERE, "alice"), 0);
	ck_assert_msg(guess(HERE, "alice") == 1, "50 different ones are many");
}
END_TEST

/* T113 */
START_TEST(a_source_that_tries_many_names_is_closed)
{
	char name[32];

	for (unsigned int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "user%u", i);
		guess(HERE, name);
	}
	ck_assert_uint_eq(wait_of(HERE, "somebody new"), THROTTLE_CLOSED_MAX);
	ck_assert_uint_eq(wait_of(THERE, "user1"), 0);
}
END_TEST

START_TEST(who_has_logged_in_at_a_source_is_not_closed_out_by_others_there)
{
	char name[32];

	log_in(HERE, "alice");
	for (unsigned int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "user%u", i);
		guess(HERE, name);
	}
	ck_assert_uint_eq(wait_of(HERE, "alice"), 0);
	ck_assert_uint_gt(wait_of(HERE, "bob"), 0);
	guess_often(HERE, "alice", THROTTLE_FREE + 1);
	ck_assert_msg(wait_of(HERE, "alice") > 0, "but guesses at that name are");
}
END_TEST

START_TEST(friendship_ends_if_it_is_not_renewed)
{
	log_in(HERE, "alice");
	log_in(HERE, "bob");
	clock_advance(CLOCK_MONOTONIC, THROTTLE_FRIENDSHIP - 60);
	log_in(HERE, "bob");
	clock_advance(CLOCK_MONOTONIC, 120);
	guess_often(HERE, "mallory", THROTTLE_SOURCE_FREE + 5);
	ck_assert_uint_gt(wait_of(HERE, "alice"), 0);
	ck_assert_uint_eq(wait_of(HERE, "bob"), 0);
}
END_TEST

/* Many sources guess at one name: each has fewer tries, and the owner is not locked out. */
START_TEST(guesses_from_many_sources_cost_more_and_lock_nobody_out)
{
	for (uint64_t source = 100; source < 100 + THROTTLE_CROWD * 20; source++)
		guess(source, "alice");
	ck_assert_uint_eq(wait_of(HERE, "alice"), 0);
	ck_assert_uint_eq(guess(HERE, "alice"), 32);
	ck_assert_uint_eq(guess(HERE, "bob"), 0);
	ck_assert_uint_eq(wait_of(THERE, "alice"), 0);
}
END_TEST

START_TEST(a_login_is_news_until_it_is_usual)
{
	ck_assert(log_in(HERE, "alice"));
	ck_assert(!log_in(HERE, "alice"));
	ck_assert(log_in(HERE, "bob"));
	ck_assert(log_in(THERE, "alice"));
	guess(HERE, "bob");
	ck_assert_msg(!log_in(HERE, "alice"), "others failed");
	ck_assert_msg(log_in(HERE, "bob"), "it has failed before");
	ck_assert(!log_in(HERE, "bob"));
	clock_advance(CLOCK_MONOTONIC, THROTTLE_FRIENDSHIP / 2 + 1);
	ck_assert_msg(log_in(HERE, "alice"), "it was long ago");
}
END_TEST

START_TEST(to_wait_is_news_once_for_each_time_it_is_closed)
{
	ck_assert(!wait_is_news(HERE, "alice"));
	guess_often(HERE, "alice", THROTTLE_FREE + 5);
	ck_assert(wait_is_news(HERE, "alice"));
	ck_assert(!wait_is_news(HERE, "alice"));
	guess(HERE, "alice");
	ck_assert(wait_is_news(HERE, "alice"));
	ck_assert(!wait_is_news(HERE, "alice"));
}
END_TEST

/* T113 */
START_TEST(one_password_has_one_tag_of_12_bits)
{
	struct throttle *other = throttle_create();
	unsigned int same_here = 0;
	unsigned int same_elsewhere = 0;
	char password[16];

	for (unsigned int i = 0; i < 64; i++) {
		unsigned int tag;

		snprintf(password, sizeof(password), "secret%u", i);
		tag = throttle_password_tag(throttle, octets_from(password));
		ck_assert_uint_lt(tag, 1 << 12);
		ck_assert_uint_eq(tag, throttle_password_tag(throttle, octets_from(password)));
		same_here += tag == throttle_password_tag(throttle, OCTETS("another"));
		same_elsewhere += tag == throttle_password_tag(other, octets_from(password));
	}
	/* One in 4096 is, by chance. */
	ck_assert_uint_lt(same_here, 32);
	ck_assert_uint_lt(same_elsewhere, 32);
	throttle_destroy(other);
}
END_TEST

/* T108: it is as large as its struct, and what was guessed most is what it keeps. */
START_TEST(many_sources_do_not_make_it_forget_the_worst)
{
	guess_often(HERE, "alice", 20);
	for (uint64_t source = 100; source < 200000; source++)
		guess(source, "bob");
	ck_assert_uint_gt(wait_of(HERE, "alice"), 0);
}
END_TEST

Suite *throttle_suite(void)
{
	Suite *suite = suite_create("throttle");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, open_throttle, close_throttle);
	tcase_add_test(all, nobody_waits_at_first);
	tcase_add_test(all, each_further_guess_closes_for_twice_as_long);
	tcase_add_test(all, another_source_and_another_space_are_unaffected);
	tcase_add_test(all, a_right_password_resets_its_name_at_its_source_alone);
	tcase_add_test(all, a_right_password_forgives_no_guesses_at_other_names);
	tcase_add_test(all, quiet_is_forgotten);
	tcase_add_test(all, a_jump_of_the_clock_changes_nothing);
	tcase_add_test(all, the_same_wrong_answer_is_one_guess);
	tcase_add_test(all, a_source_that_tries_many_names_is_closed);
	tcase_add_test(all, who_has_logged_in_at_a_source_is_not_closed_out_by_others_there);
	tcase_add_test(all, friendship_ends_if_it_is_not_renewed);
	tcase_add_test(all, guesses_from_many_sources_cost_more_and_lock_nobody_out);
	tcase_add_test(all, a_login_is_news_until_it_is_usual);
	tcase_add_test(all, to_wait_is_news_once_for_each_time_it_is_closed);
	tcase_add_test(all, one_password_has_one_tag_of_12_bits);
	tcase_add_test(all, many_sources_do_not_make_it_forget_the_worst);
	suite_add_tcase(suite, all);
	return suite;
}
