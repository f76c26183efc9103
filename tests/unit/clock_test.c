/* Clocks: how long it is until a deadline, while they stand still. */
#include "base/clock.h"

#include "clock.h"

#include <check.h>
#include <limits.h>

Suite *clock_suite(void);

START_TEST(what_is_left_is_bounded_on_both_sides)
{
	uint64_t now;

	clock_hold(CLOCK_MONOTONIC);
	now = clock_monotonic_ms();
	ck_assert_int_eq(clock_left(now + 1500), 1500);
	ck_assert_int_eq(clock_left(now), 0);
	ck_assert_int_eq(clock_left(0), 0);
	ck_assert_int_eq(clock_left(now + INT_MAX), INT_MAX);
	ck_assert_int_eq(clock_left(UINT64_MAX), INT_MAX);
	clock_advance(CLOCK_MONOTONIC, 1);
	ck_assert_int_eq(clock_left(now + 1500), 500);
}
END_TEST

Suite *clock_suite(void)
{
	Suite *suite = suite_create("clock");
	TCase *all = tcase_create("all");

	tcase_add_test(all, what_is_left_is_bounded_on_both_sides);
	suite_add_tcase(suite, all);
	return suite;
}
