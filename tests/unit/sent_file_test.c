/* S6d: which changes of a file end the answer that it is sent with. */
#include "http/sent_file.h"

#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *sent_file_suite(void);

static int descriptor;
static struct sent_file sent;

static void set_up(void)
{
	const struct timespec long_ago[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};

	scratch_setup();
	scratch_write("file", OCTETS("0123456789"));
	descriptor = open(scratch_path("file"), O_RDWR | O_CLOEXEC);
	ck_assert_int_ge(descriptor, 0);
	ck_assert_int_eq(futimens(descriptor, long_ago), 0);
	sent_file_begin(&sent, descriptor, 10);
}

static void tear_down(void)
{
	close(descriptor);
	scratch_teardown();
}

START_TEST(a_file_that_nobody_writes_has_not_changed)
{
	ck_assert(!sent_file_has_changed(&sent));
}
END_TEST

START_TEST(one_that_is_cut_has_changed)
{
	ck_assert_int_eq(ftruncate(descriptor, 9), 0);
	ck_assert(sent_file_has_changed(&sent));
	/* In the same tick of the clock, too. */
	sent_file_begin(&sent, descriptor, 9);
	ck_assert_int_eq(ftruncate(descriptor, 0), 0);
	ck_assert(sent_file_has_changed(&sent));
}
END_TEST

START_TEST(one_that_was_cut_since_it_was_described_has_changed)
{
	sent_file_begin(&sent, descriptor, 11);
	ck_assert(sent_file_has_changed(&sent));
	ck_assert_int_eq(ftruncate(descriptor, 0), 0);
	sent_file_begin(&sent, descriptor, 1);
	ck_assert(sent_file_has_changed(&sent));
}
END_TEST

START_TEST(one_that_is_filled_anew_has_changed)
{
	scratch_write("file", OCTETS("abcdefghij"));
	ck_assert(sent_file_has_changed(&sent));
}
END_TEST

START_TEST(one_that_grows_has_not_changed)
{
	ck_assert_int_eq(pwrite(descriptor, "more", 4, 10), 4);
	ck_assert(!sent_file_has_changed(&sent));
}
END_TEST

START_TEST(another_one_in_its_place_is_another)
{
	scratch_replace("file", OCTETS("abcdefghij"));
	ck_assert(!sent_file_has_changed(&sent));
}
END_TEST

START_TEST(no_file_has_not_changed)
{
	sent_file_begin(&sent, -1, 10);
	ck_assert(!sent_file_has_changed(&sent));
}
END_TEST

Suite *sent_file_suite(void)
{
	Suite *suite = suite_create("sent_file");
	TCase *tests = tcase_create("sent file");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, a_file_that_nobody_writes_has_not_changed);
	tcase_add_test(tests, one_that_is_cut_has_changed);
	tcase_add_test(tests, one_that_was_cut_since_it_was_described_has_changed);
	tcase_add_test(tests, one_that_is_filled_anew_has_changed);
	tcase_add_test(tests, one_that_grows_has_not_changed);
	tcase_add_test(tests, another_one_in_its_place_is_another);
	tcase_add_test(tests, no_file_has_not_changed);
	suite_add_tcase(suite, tests);
	return suite;
}
