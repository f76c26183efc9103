/* Which descriptors are counted, and where the count stops. */
#include "daemon/usage.h"

#include <check.h>
#include <fcntl.h>

Suite *usage_suite(void);

#define FAR      600 /* beyond what a test inherits */
#define WIDE_GAP 1000
#define GAP      100

START_TEST(one_far_behind_the_others_is_counted_in_a_server)
{
	unsigned int before = usage_measure().descriptors;

	ck_assert_int_eq(fcntl(0, F_DUPFD, FAR), FAR);
	ck_assert_uint_eq(usage_measure().descriptors, before + 1);
}
END_TEST

START_TEST(none_is_looked_for_behind_the_gap)
{
	unsigned int near = usage_count_descriptors(GAP);
	unsigned int all = usage_count_descriptors(WIDE_GAP);

	ck_assert_int_eq(fcntl(0, F_DUPFD, FAR), FAR);
	ck_assert_uint_eq(usage_count_descriptors(GAP), near);
	ck_assert_uint_eq(usage_count_descriptors(WIDE_GAP), all + 1);
}
END_TEST

START_TEST(one_that_cannot_be_read_is_counted)
{
	unsigned int before = usage_count_descriptors(GAP);

	ck_assert_int_ge(open("/", O_PATH), 0);
	ck_assert_uint_eq(usage_count_descriptors(GAP), before + 1);
}
END_TEST

Suite *usage_suite(void)
{
	Suite *suite = suite_create("usage");
	TCase *counts = tcase_create("counts");

	tcase_add_test(counts, one_far_behind_the_others_is_counted_in_a_server);
	tcase_add_test(counts, none_is_looked_for_behind_the_gap);
	tcase_add_test(counts, one_that_cannot_be_read_is_counted);
	suite_add_tcase(suite, counts);
	return suite;
}
