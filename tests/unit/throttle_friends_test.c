/* Friends are remembered by the ten thousand, until they end, and those that last longest. */
#include "cred/throttle_friends.h"

#include <check.h>

Suite *throttle_friends_suite(void);

#define NOW 1000000

static struct throttle_friends friends;

static void set_up(void)
{
	friends = (struct throttle_friends){.multiplier = UINT64_C(0x9e3779b97f4a7c15)};
}

START_TEST(a_friend_is_known_until_it_ends)
{
	ck_assert(!throttle_friends_have(&friends, 17, NOW));
	throttle_friends_add(&friends, 17, NOW + 5);
	ck_assert(throttle_friends_have(&friends, 17, NOW + 4));
	ck_assert(!throttle_friends_have(&friends, 17, NOW + 5));
	ck_assert(!throttle_friends_have(&friends, 19, NOW));
}
END_TEST

START_TEST(a_friend_is_renewed_in_its_place)
{
	for (unsigned int i = 0; i < 2 * THROTTLE_FRIEND_WAYS; i++)
		throttle_friends_add(&friends, 17, NOW + i);
	throttle_friends_add(&friends, 17, NOW + 5);
	ck_assert(!throttle_friends_have(&friends, 17, NOW + 5));
}
END_TEST

START_TEST(ten_thousand_friends_are_known_at_once)
{
	unsigned int lost = 0;

	for (uint64_t i = 0; i < 10000; i++)
		throttle_friends_add(&friends, i * i << 1 | 1, NOW + i);
	for (uint64_t i = 0; i < 10000; i++)
		lost += !throttle_friends_have(&friends, i * i << 1 | 1, NOW - 1);
	/* Where more than eight came together by chance. */
	ck_assert_uint_lt(lost, 100);
}
END_TEST

/* With this multiplier all small keys share a set. */
START_TEST(who_ends_first_makes_room)
{
	friends.multiplier = 1;
	for (uint64_t i = 1; i <= THROTTLE_FRIEND_WAYS; i++)
		throttle_friends_add(&friends, i, NOW + (i == 3 ? 1 : 10));
	throttle_friends_add(&friends, 100, NOW + 10);
	for (uint64_t i = 1; i <= THROTTLE_FRIEND_WAYS; i++)
		ck_assert_int_eq(throttle_friends_have(&friends, i, NOW), i != 3);
	ck_assert(throttle_friends_have(&friends, 100, NOW));
}
END_TEST

Suite *throttle_friends_suite(void)
{
	Suite *suite = suite_create("throttle_friends");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, NULL);
	tcase_add_test(all, a_friend_is_known_until_it_ends);
	tcase_add_test(all, a_friend_is_renewed_in_its_place);
	tcase_add_test(all, ten_thousand_friends_are_known_at_once);
	tcase_add_test(all, who_ends_first_makes_room);
	suite_add_tcase(suite, all);
	return suite;
}
