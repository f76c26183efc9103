/* Nonces of one key: by another generation, by another process, and what was used of them. */
#include "base/clock.h"
#include "http/nonces.h"

#include <check.h>

Suite *nonces_keys_suite(void);

#define REALM OCTETS("Example")
#define FIRST OCTETS("0123456789abcdef0123456789abcdef")
#define OTHER OCTETS("0123456789abcdef0123456789abcdeF")
#define THIRD OCTETS("fedcba9876543210fedcba9876543210")

static struct nonces *ours;
static struct nonces *theirs;
static int64_t began;
static int64_t later; /* when both processes have run for a while */

static void set_up(void)
{
	ours = nonces_create();
	theirs = nonces_create();
	began = clock_milliseconds(CLOCK_REALTIME);
	later = began + 60000;
}

static void tear_down(void)
{
	nonces_destroy(ours);
	nonces_destroy(theirs);
}

static struct nonce handed_over(struct nonces *from, const struct nonces *to, int64_t time)
{
	char text[NONCE_TEXT_MAX];

	nonces_make_at(from, REALM, time, text);
	return nonces_read_at(to, REALM, octets_from(text), time);
}

static enum nonce_state state_of_theirs(void)
{
	return handed_over(theirs, ours, later).state;
}

START_TEST(a_key_is_read_by_all_who_have_it)
{
	nonces_set_key(theirs, FIRST);
	ck_assert_int_eq(state_of_theirs(), NONCE_FOREIGN);
	nonces_set_key(ours, OTHER);
	ck_assert_int_eq(state_of_theirs(), NONCE_FOREIGN);
	nonces_set_key(ours, FIRST);
	ck_assert_int_eq(state_of_theirs(), NONCE_FRESH);
	ck_assert_int_eq(handed_over(ours, theirs, later).state, NONCE_FRESH);
}
END_TEST

START_TEST(a_nonce_tells_whether_it_was_made_here)
{
	nonces_set_key(ours, FIRST);
	nonces_set_key(theirs, FIRST);
	ck_assert(handed_over(ours, ours, later).made_here);
	ck_assert(!handed_over(theirs, ours, later).made_here);
}
END_TEST

/* A process knows nothing of what was used of a nonce before it began. */
START_TEST(what_was_made_elsewhere_before_we_began_has_expired)
{
	nonces_set_key(ours, FIRST);
	nonces_set_key(theirs, FIRST);
	ck_assert_int_eq(handed_over(theirs, ours, began - 1).state, NONCE_EXPIRED);
	ck_assert_int_eq(handed_over(ours, ours, began - 1).state, NONCE_FRESH);
	/* Their clock may be ahead of ours. */
	ck_assert_int_eq(handed_over(theirs, ours, began + NONCE_SKEW - 1000).state, NONCE_EXPIRED);
	ck_assert_int_eq(handed_over(theirs, ours, began + NONCE_SKEW + 1000).state, NONCE_FRESH);
}
END_TEST

START_TEST(counts_of_what_was_made_elsewhere_must_rise)
{
	struct nonce nonce;

	nonces_set_key(ours, FIRST);
	nonces_set_key(theirs, FIRST);
	nonce = handed_over(theirs, ours, later);
	ck_assert(nonces_use(ours, &nonce, 3));
	ck_assert(!nonces_use(ours, &nonce, 3));
	ck_assert(!nonces_use(ours, &nonce, 2));
	ck_assert(nonces_use(ours, &nonce, 5));
	ck_assert(!nonces_use(ours, &nonce, 4));
	nonce = handed_over(ours, ours, later);
	ck_assert(nonces_use(ours, &nonce, 3));
	ck_assert(nonces_use(ours, &nonce, 2));
}
END_TEST

START_TEST(the_key_before_is_read_and_not_written)
{
	char text[NONCE_TEXT_MAX];

	nonces_set_key(ours, FIRST);
	nonces_make_at(ours, REALM, later, text);
	nonces_set_key(ours, OTHER);
	ck_assert_int_eq(nonces_read_at(ours, REALM, octets_from(text), later).state, NONCE_FRESH);
	ck_assert_int_eq(
		nonces_read_at(ours, REALM, octets_from(text), later + NONCE_LIFETIME).state,
		NONCE_EXPIRED);
	nonces_set_key(theirs, FIRST);
	ck_assert_int_eq(handed_over(ours, theirs, later).state, NONCE_FOREIGN);
	nonces_set_key(theirs, OTHER);
	ck_assert_int_eq(handed_over(ours, theirs, later).state, NONCE_FRESH);
}
END_TEST

START_TEST(the_key_before_the_one_before_is_gone)
{
	nonces_set_key(theirs, FIRST);
	nonces_set_key(ours, FIRST);
	nonces_set_key(ours, OTHER);
	ck_assert_int_eq(state_of_theirs(), NONCE_FRESH);
	nonces_set_key(ours, THIRD);
	ck_assert_int_eq(state_of_theirs(), NONCE_FOREIGN);
}
END_TEST

START_TEST(the_same_key_again_changes_nothing)
{
	nonces_set_key(theirs, FIRST);
	nonces_set_key(ours, FIRST);
	nonces_set_key(ours, OTHER);
	nonces_set_key(ours, OTHER);
	ck_assert_int_eq(state_of_theirs(), NONCE_FRESH);
}
END_TEST

START_TEST(a_random_key_takes_the_place_of_one_that_others_have)
{
	char text[NONCE_TEXT_MAX];

	nonces_set_key(ours, FIRST);
	nonces_set_key(theirs, FIRST);
	nonces_make_at(ours, REALM, later, text);
	nonces_set_random_key(ours);
	ck_assert_int_eq(nonces_read_at(ours, REALM, octets_from(text), later).state, NONCE_FRESH);
	ck_assert_int_eq(handed_over(ours, theirs, later).state, NONCE_FOREIGN);
}
END_TEST

START_TEST(a_generation_knows_what_the_one_before_has_used)
{
	struct nonces *next = nonces_succeed(ours);
	struct nonce nonce = handed_over(ours, next, later);

	ck_assert_int_eq(nonce.state, NONCE_FRESH);
	ck_assert(nonce.made_here);
	ck_assert(nonces_use(ours, &nonce, 1));
	ck_assert(!nonces_use(next, &nonce, 1));
	ck_assert(nonces_use(next, &nonce, 2));
	ck_assert(!nonces_use(ours, &nonce, 2));
	nonces_destroy(ours);
	ours = nonces_succeed(next);
	nonces_destroy(next);
	ck_assert(!nonces_use(ours, &nonce, 2));
	ck_assert(nonces_use(ours, &nonce, 3));
}
END_TEST

START_TEST(a_generation_has_the_keys_of_the_one_before)
{
	struct nonces *next;

	nonces_set_key(theirs, FIRST);
	nonces_set_key(ours, FIRST);
	nonces_set_key(ours, OTHER);
	next = nonces_succeed(ours);
	ck_assert_int_eq(handed_over(theirs, next, later).state, NONCE_FRESH);
	ck_assert_int_eq(handed_over(next, ours, later).state, NONCE_FRESH);
	nonces_set_key(next, THIRD);
	ck_assert_int_eq(handed_over(ours, next, later).state, NONCE_FRESH);
	/* A request that the old one began with may still be challenged by it. */
	ck_assert_int_eq(handed_over(next, ours, later).state, NONCE_FOREIGN);
	nonces_destroy(next);
	ck_assert_int_eq(handed_over(ours, ours, later).state, NONCE_FRESH);
}
END_TEST

Suite *nonces_keys_suite(void)
{
	Suite *suite = suite_create("nonces_keys");
	TCase *tests = tcase_create("nonces_keys");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, a_key_is_read_by_all_who_have_it);
	tcase_add_test(tests, a_nonce_tells_whether_it_was_made_here);
	tcase_add_test(tests, what_was_made_elsewhere_before_we_began_has_expired);
	tcase_add_test(tests, counts_of_what_was_made_elsewhere_must_rise);
	tcase_add_test(tests, the_key_before_is_read_and_not_written);
	tcase_add_test(tests, the_key_before_the_one_before_is_gone);
	tcase_add_test(tests, the_same_key_again_changes_nothing);
	tcase_add_test(tests, a_random_key_takes_the_place_of_one_that_others_have);
	tcase_add_test(tests, a_generation_knows_what_the_one_before_has_used);
	tcase_add_test(tests, a_generation_has_the_keys_of_the_one_before);
	suite_add_tcase(suite, tests);
	return suite;
}
