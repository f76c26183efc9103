/* Outages: the log says when one begins and when it is over, and between that once a minute. */
#include "cred/outage.h"

#include "clock.h"
#include "log_lines.h"

#include <check.h>

Suite *outage_suite(void);

static struct outage outage;

static void setup(void)
{
	log_lines_setup();
	clock_hold(CLOCK_MONOTONIC);
	outage_init(&outage);
}

static void teardown(void)
{
	outage_finish(&outage);
}

static const struct error missing = {.text = "cannot open 'a\"b': No such file"};
static const struct error damaged = {.text = "cannot read 'a': database disk image is malformed"};

static unsigned int fail_times(unsigned int times)
{
	unsigned int said = 0;

	for (unsigned int i = 0; i < times; i++)
		said += outage_note(&outage, &missing);
	return said;
}

static void pass(time_t seconds)
{
	clock_advance(CLOCK_MONOTONIC, seconds);
}

#define REASON "reason=\"cannot open 'a\\x22b': No such file\"\n"
#define BEGAN  "error login: event=outage-began seconds=0 logins=1 " REASON

START_TEST(a_thousand_logins_are_one_line)
{
	ck_assert_uint_eq(fail_times(1000), 1);
	ck_assert_str_eq(log_lines(), BEGAN);
}
END_TEST

START_TEST(an_outage_that_lasts_is_said_again_with_its_logins)
{
	fail_times(937);
	pass(60);
	ck_assert_uint_eq(fail_times(10), 1);
	ck_assert_str_eq(log_lines(),
			 BEGAN "error login: event=outage-lasts seconds=60 logins=938 " REASON);
}
END_TEST

START_TEST(another_reason_is_said_once_a_second)
{
	unsigned int said = 0;

	fail_times(1);
	pass(1);
	for (int i = 0; i < 500; i++)
		said += outage_note(&outage, &damaged) + outage_note(&outage, &missing);
	ck_assert_uint_eq(said, 1);
	ck_assert_str_eq(log_lines(),
			 BEGAN "error login: event=outage-lasts seconds=1 logins=2 "
			       "reason=\"cannot read 'a': database disk image is malformed\"\n");
}
END_TEST

START_TEST(the_end_is_said_once)
{
	fail_times(5);
	pass(2);
	outage_end(&outage);
	outage_end(&outage);
	ck_assert_str_eq(log_lines(),
			 BEGAN "warning login: event=outage-over seconds=2 logins=5 " REASON);
}
END_TEST

START_TEST(the_next_one_is_said_at_once)
{
	fail_times(5);
	pass(2);
	outage_end(&outage);
	ck_assert_uint_eq(fail_times(5), 1);
	ck_assert_str_eq(log_lines(),
			 BEGAN "warning login: event=outage-over seconds=2 logins=5 " REASON BEGAN);
}
END_TEST

/* L41: of a damaged store some accounts can be read, and others cannot. */
START_TEST(some_who_are_let_in_meanwhile_end_nothing)
{
	for (int i = 0; i < 100; i++) {
		fail_times(1);
		outage_end(&outage);
	}
	ck_assert_str_eq(log_lines(), BEGAN);
}
END_TEST

START_TEST(where_nobody_failed_nothing_ends)
{
	outage_end(&outage);
	ck_assert_str_eq(log_lines(), "");
}
END_TEST

Suite *outage_suite(void)
{
	Suite *suite = suite_create("outage");
	TCase *lines = tcase_create("lines");

	tcase_add_checked_fixture(lines, setup, teardown);
	tcase_add_test(lines, a_thousand_logins_are_one_line);
	tcase_add_test(lines, an_outage_that_lasts_is_said_again_with_its_logins);
	tcase_add_test(lines, another_reason_is_said_once_a_second);
	tcase_add_test(lines, the_end_is_said_once);
	tcase_add_test(lines, the_next_one_is_said_at_once);
	tcase_add_test(lines, some_who_are_let_in_meanwhile_end_nothing);
	tcase_add_test(lines, where_nobody_failed_nothing_ends);
	suite_add_tcase(suite, lines);
	return suite;
}
