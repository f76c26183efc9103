/* A probe: what a child tries and tells arrives, and a child that dies is no success. */
#include "daemon/probe.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

Suite *probe_suite(void);

static char heard[256];

static void hear(const char *line)
{
	strcat(heard, line);
	strcat(heard, "\n");
}

static int run(int (*act)(struct probe *probe, struct error *error), struct error *error)
{
	struct probe probe = {.act = act};

	heard[0] = '\0';
	return probe_run(&probe, hear, error);
}

static void tell(struct probe *probe, const char *text)
{
	struct error warning;

	error_set(&warning, "%s", text);
	probe_warn(probe, &warning);
}

static int warn_twice(struct probe *probe, struct error *error)
{
	(void)error;
	tell(probe, "first");
	tell(probe, "second");
	return EX_OK;
}

START_TEST(warnings_are_heard_and_counted)
{
	struct error error;

	ck_assert_int_eq(run(warn_twice, &error), 2);
	ck_assert_str_eq(heard, "first\nsecond\n");
	ck_assert_str_eq(error.text, "first");
}
END_TEST

static int warn_and_fail(struct probe *probe, struct error *error)
{
	tell(probe, "a warning");
	error_set(error, "cannot go on");
	return EX_CONFIG;
}

START_TEST(a_failure_is_the_last_word)
{
	struct error error;

	ck_assert_int_eq(run(warn_and_fail, &error), -EX_CONFIG);
	ck_assert_str_eq(heard, "a warning\n");
	ck_assert_str_eq(error.text, "cannot go on");
}
END_TEST

static int die(struct probe *probe, struct error *error)
{
	(void)error;
	tell(probe, "a warning");
	kill(getpid(), SIGKILL);
	return EX_OK;
}

START_TEST(a_child_that_dies_is_no_success)
{
	struct error error;

	ck_assert_int_eq(run(die, &error), -EX_OSERR);
	ck_assert_ptr_nonnull(strstr(error.text, "died"));
}
END_TEST

static int change(struct probe *probe, struct error *error)
{
	(void)probe;
	(void)error;
	return chdir("/proc") == 0 ? EX_OK : EX_OSERR;
}

START_TEST(the_process_that_asks_stays_where_it_is)
{
	struct error error;
	char *before = get_current_dir_name();
	char *after;

	ck_assert_int_eq(run(change, &error), 0);
	after = get_current_dir_name();
	ck_assert_str_eq(after, before);
	free(after);
	free(before);
}
END_TEST

Suite *probe_suite(void)
{
	Suite *suite = suite_create("probe");
	TCase *tests = tcase_create("probe");

	suite_add_tcase(suite, tests);
	tcase_add_test(tests, warnings_are_heard_and_counted);
	tcase_add_test(tests, a_failure_is_the_last_word);
	tcase_add_test(tests, a_child_that_dies_is_no_success);
	tcase_add_test(tests, the_process_that_asks_stays_where_it_is);
	return suite;
}
