/* Where the daemon lives: its root directory and its working directory. */
#include "as_root.h"
#include "daemon/daemonize.h"
#include "daemon/environment.h"
#include "forked.h"
#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

Suite *environment_suite(void);

static void make_directory(const char *name)
{
	ck_assert_int_eq(mkdir(scratch_path(name), 0755), 0);
}

static void enter(const void *argument)
{
	const char *directory = argument;
	char path[PATH_MAX];
	struct error error;
	int status = environment_chroot(directory, &error);

	printf("%s", status == EX_OK && getcwd(path, sizeof(path)) ? path : error.text);
	fflush(stdout);
	_exit(status);
}

/* Case 9. */
START_TEST(the_working_directory_is_the_new_root)
{
	struct forked forked;

	forked_run(&forked, enter, scratch_directory());
	ck_assert_str_eq(forked.text, "/");
	ck_assert_int_eq(forked.status, EX_OK);
}
END_TEST

/* Case 33. */
START_TEST(a_root_that_is_no_directory_is_found_out_beforehand)
{
	struct error error;

	scratch_write("file", OCTETS("text"));
	ck_assert_int_eq(environment_check_root(scratch_path("file"), &error), EX_OSFILE);
	ck_assert_ptr_nonnull(strstr(error.text, "/file: Not a directory"));
	ck_assert_int_eq(environment_check_root(scratch_path("missing"), &error), EX_OSFILE);
	ck_assert_ptr_nonnull(strstr(error.text, "/missing: No such file or directory"));
	ck_assert_int_eq(environment_check_root(scratch_directory(), &error), EX_OK);
}
END_TEST

/* Case 33. */
START_TEST(a_root_that_is_no_directory_is_refused)
{
	struct forked forked;

	scratch_write("file", OCTETS("text"));
	forked_run(&forked, enter, scratch_path("file"));
	ck_assert_int_eq(forked.status, EX_OSFILE);
	ck_assert_ptr_nonnull(strstr(forked.text, "/file: Not a directory"));
	forked_run(&forked, enter, scratch_path("missing"));
	ck_assert_int_eq(forked.status, EX_OSFILE);
	ck_assert_ptr_nonnull(strstr(forked.text, "/missing: No such file or directory"));
}
END_TEST

static void enter_as_nobody(const void *argument)
{
	if (geteuid() == 0 && setresuid(61997, 61997, 61997) != 0)
		abort();
	enter(argument);
}

/* Case 32. */
START_TEST(only_root_may_have_another_root)
{
	struct forked forked;

	forked_run(&forked, enter_as_nobody, "/");
	ck_assert_str_eq(forked.text, "/: Operation not permitted (needs root)");
	ck_assert_int_eq(forked.status, EX_NOPERM);
}
END_TEST

static void enter_with_outer_directory(const void *argument)
{
	if (open("/", O_PATH | O_DIRECTORY) < 0)
		abort();
	enter(argument);
}

static void enter_with_inner_directory(const void *argument)
{
	if (open(argument, O_RDONLY | O_DIRECTORY) < 0 ||
	    open(scratch_path("inner"), O_RDONLY | O_DIRECTORY) < 0)
		abort();
	enter(argument);
}

START_TEST(a_directory_that_leads_out_is_noticed)
{
	struct forked forked;

	make_directory("inner");
	forked_run(&forked, enter_with_outer_directory, scratch_directory());
	ck_assert_ptr_nonnull(strstr(forked.text, " is a directory outside of it"));
	ck_assert_int_eq(forked.status, EX_SOFTWARE);
	forked_run(&forked, enter_with_inner_directory, scratch_directory());
	ck_assert_str_eq(forked.text, "/");
	ck_assert_int_eq(forked.status, EX_OK);
}
END_TEST

static void daemonize_in(const void *directory)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct status_pipe pipe;
	struct error error;

	if (environment_chroot(directory, &error) != EX_OK ||
	    environment_chdir("/", &error) != EX_OK ||
	    daemonize(null, 20, NULL, &pipe, &error) != EX_OK) {
		puts(error.text);
		return;
	}
	status_pipe_step(&pipe, "bind");
	status_pipe_fail(&pipe, EX_UNAVAILABLE, access("/dev/null", F_OK) == 0 ? "full" : "empty");
	_exit(0);
}

/* Case 44: twistd hangs there. */
START_TEST(a_daemon_needs_nothing_in_its_root)
{
	struct forked forked;

	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	make_directory("empty");
	forked_run(&forked, daemonize_in, scratch_path("empty"));
	ck_assert_str_eq(forked.text, "empty\n");
	ck_assert_int_eq(forked.status, EX_UNAVAILABLE);
	while (wait(NULL) > 0)
		;
}
END_TEST

/* Case 33. */
START_TEST(a_working_directory_that_is_none_is_refused)
{
	struct error error;
	char path[PATH_MAX];

	ck_assert_int_eq(environment_chdir("/no/such", &error), EX_OSFILE);
	ck_assert_str_eq(error.text, "/no/such: No such file or directory");
	ck_assert_int_eq(environment_chdir(scratch_directory(), &error), EX_OK);
	ck_assert_str_eq(getcwd(path, sizeof(path)), scratch_directory());
}
END_TEST

Suite *environment_suite(void)
{
	Suite *suite = suite_create("environment");
	TCase *tcase = tcase_create("environment");

	tcase_add_checked_fixture(tcase, scratch_setup, scratch_teardown);
	tcase_add_test(tcase, only_root_may_have_another_root);
	tcase_add_test(tcase, a_root_that_is_no_directory_is_found_out_beforehand);
	tcase_add_test(tcase, a_working_directory_that_is_none_is_refused);
	tcase_add_root_test(tcase, the_working_directory_is_the_new_root);
	tcase_add_root_test(tcase, a_root_that_is_no_directory_is_refused);
	tcase_add_root_test(tcase, a_directory_that_leads_out_is_noticed);
	tcase_add_root_test(tcase, a_daemon_needs_nothing_in_its_root);
	suite_add_tcase(suite, tcase);
	return suite;
}
