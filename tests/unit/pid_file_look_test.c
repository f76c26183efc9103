/* Who serves: the kernel says, and what stands in the file is not believed. */
#include "daemon/pid_file.h"

#include "as_root.h"
#include "fake_server.h"
#include "log_lines.h"
#include "scratch.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define STRANGER 61001 /* somebody who is not root; needs no entry */

Suite *pid_file_look_suite(void);

static struct error error;
static struct pid_file_view view;

static int look(bool removes)
{
	return pid_file_look(scratch_path("s.pid"), NULL, NULL, removes, &view, &error);
}

START_TEST(no_file_is_no_server)
{
	ck_assert_int_eq(look(true), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_NONE);
	ck_assert_int_eq(
		pid_file_look(scratch_path("nothing/s.pid"), NULL, NULL, false, &view, &error),
		EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_NONE);
	ck_assert_int_eq(
		pid_file_look("s.pid", scratch_path("no-jail"), NULL, false, &view, &error), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_NONE);
}
END_TEST

START_TEST(a_server_lives_as_long_as_it_holds_the_lock)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid")};
	time_t before = time(NULL);

	fake_server_start(&server);
	ck_assert_int_eq(look(true), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_ALIVE);
	ck_assert_int_eq(view.pid, server.process.pid);
	ck_assert(!view.text_differs);
	ck_assert_int_ge(view.since, before - 1);
	ck_assert_int_le(view.since, time(NULL) + 1);
	ck_assert(scratch_exists("s.pid"));
	fake_server_finish(&server, SIGKILL);
	ck_assert_int_eq(look(false), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_DEAD);
	ck_assert_int_eq(view.pid, server.process.pid);
}
END_TEST

START_TEST(t67_the_holder_is_who_the_kernel_says)
{
	static const struct octets texts[] = {OCTETS("2\n"), OCTETS("-1\n"), OCTETS("abc")};
	struct fake_server server = {.pid_file = scratch_path("s.pid")};

	fake_server_start(&server);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		scratch_write("s.pid", texts[i]);
		ck_assert_int_eq(look(false), EX_OK);
		ck_assert_int_eq(view.state, PID_FILE_ALIVE);
		ck_assert_int_eq(view.pid, server.process.pid);
		ck_assert_msg(view.text_differs, "%s", texts[i].data);
	}
	fake_server_finish(&server, SIGKILL);
}
END_TEST

START_TEST(a_server_that_is_starting_is_neither_dead_nor_removed)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid"), .only_checks = true};

	scratch_write("s.pid", OCTETS("12345\n"));
	fake_server_start(&server);
	ck_assert_int_eq(look(true), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_BUSY);
	ck_assert(scratch_exists("s.pid"));
	fake_server_finish(&server, SIGTERM);
}
END_TEST

START_TEST(a_dead_one_is_removed_on_request)
{
	scratch_write("s.pid", OCTETS("12345\n"));
	ck_assert_int_eq(look(false), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_DEAD);
	ck_assert_int_eq(view.pid, 12345);
	ck_assert(scratch_exists("s.pid"));
	ck_assert_int_eq(look(true), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_DEAD);
	ck_assert(!scratch_exists("s.pid"));
}
END_TEST

START_TEST(t63_an_emptied_one_is_none_and_is_removed_on_request)
{
	scratch_write("s.pid", OCTETS(""));
	ck_assert_int_eq(look(false), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_NONE);
	ck_assert(scratch_exists("s.pid"));
	ck_assert_int_eq(look(true), EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_NONE);
	ck_assert(!scratch_exists("s.pid"));
}
END_TEST

START_TEST(what_is_no_pid_file_is_never_removed)
{
	static const struct octets texts[] = {OCTETS("root:x:0:0\n"), OCTETS("-1\n"), OCTETS("0\n"),
					      OCTETS("1\n")};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		scratch_write("s.pid", texts[i]);
		ck_assert_msg(look(true) == EX_DATAERR, "%s", texts[i].data);
		ck_assert(scratch_exists("s.pid"));
	}
	ck_assert_int_eq(unlink(scratch_path("s.pid")), 0);
	ck_assert_int_eq(symlink("/etc/hostname", scratch_path("s.pid")), 0);
	ck_assert_int_eq(look(true), EX_DATAERR);
	ck_assert_ptr_nonnull(strstr(error.text, "s.pid: is a symbolic link"));
}
END_TEST

static void look_as_a_stranger(const void *argument)
{
	(void)argument;
	if (setresuid(STRANGER, STRANGER, STRANGER) == 0)
		_exit(look(false));
}

START_TEST(t141_who_may_not_see_the_file_does_not_know)
{
	struct forked stranger;

	scratch_write("s.pid", OCTETS("12345\n"));
	ck_assert_int_eq(chmod(scratch_directory(), 0700), 0);
	forked_run(&stranger, look_as_a_stranger, NULL);
	ck_assert_int_eq(stranger.status, EX_NOPERM);
	ck_assert_int_eq(chmod(scratch_directory(), 0755), 0);
	forked_run(&stranger, look_as_a_stranger, NULL);
	ck_assert_int_eq(stranger.status, EX_OK);
}
END_TEST

Suite *pid_file_look_suite(void)
{
	Suite *suite = suite_create("pid_file_look");
	TCase *tests = tcase_create("pid_file_look");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_checked_fixture(tests, log_lines_setup, NULL);
	tcase_add_test(tests, no_file_is_no_server);
	tcase_add_test(tests, a_server_lives_as_long_as_it_holds_the_lock);
	tcase_add_test(tests, t67_the_holder_is_who_the_kernel_says);
	tcase_add_test(tests, a_server_that_is_starting_is_neither_dead_nor_removed);
	tcase_add_test(tests, a_dead_one_is_removed_on_request);
	tcase_add_test(tests, t63_an_emptied_one_is_none_and_is_removed_on_request);
	tcase_add_test(tests, what_is_no_pid_file_is_never_removed);
	tcase_add_root_test(tests, t141_who_may_not_see_the_file_does_not_know);
	suite_add_tcase(suite, tests);
	return suite;
}
