/* The pid file over what a daemon does to itself: a root directory that it enters, and rights that
 * it gives up. */
#include "daemon/pid_file.h"

#include "as_root.h"
#include "forked.h"
#include "log_lines.h"
#include "scratch.h"

#include <check.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define STRANGER 61001 /* somebody who is not root; needs no entry */

Suite *pid_file_life_suite(void);

static struct error error;

/* The scratch directory with jail/run in it. */
static void make_jail(void)
{
	scratch_setup();
	ck_assert_int_eq(mkdir(scratch_path("jail"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("jail/run"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("run"), 0755), 0);
}

START_TEST(the_path_is_one_inside_of_the_chroot)
{
	static const struct {
		const char *label;
		const char *path;
		const char *rundir;
		const char *made;
	} rows[] = {
		{"absolute", "/run/s.pid", NULL, "jail/run/s.pid"},
		{"absolute, and a working directory", "/s.pid", "/run", "jail/s.pid"},
		{"relative to the root", "s.pid", NULL, "jail/s.pid"},
		{"relative to the working directory", "s.pid", "/run", "jail/run/s.pid"},
		{"relative to a relative one", "s.pid", "run", "jail/run/s.pid"},
		{"above the root, which is the root", "/run/../../s.pid", NULL, "jail/s.pid"},
		{"through a link that is absolute inside", "/inside/s.pid", NULL, "jail/run/s.pid"},
	};

	ck_assert_int_eq(symlink("/run", scratch_path("jail/inside")), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pid_file *pid_file;

		ck_assert_msg(pid_file_check(rows[i].path, scratch_path("jail"), rows[i].rundir,
					     &pid_file, &error) == EX_OK,
			      "%s: %s", rows[i].label, error.text);
		ck_assert_msg(scratch_exists(rows[i].made), "%s", rows[i].label);
		/* A start that fails before chroot. */
		pid_file_remove(pid_file);
		ck_assert_msg(!scratch_exists(rows[i].made), "%s", rows[i].label);
	}
}
END_TEST

START_TEST(without_a_chroot_a_relative_path_is_relative_to_the_working_directory)
{
	struct pid_file *pid_file;

	ck_assert_int_eq(chdir(scratch_directory()), 0);
	ck_assert_int_eq(pid_file_check("s.pid", NULL, "jail/run", &pid_file, &error), EX_OK);
	ck_assert(scratch_exists("jail/run/s.pid"));
	ck_assert_int_eq(chdir("/"), 0);
	pid_file_remove(pid_file);
	ck_assert(!scratch_exists("jail/run/s.pid"));
}
END_TEST

START_TEST(t71_nothing_in_the_chroot_leads_out_of_it)
{
	static const struct {
		const char *label;
		const char *target; /* of the link jail/link, in the scratch directory */
		const char *path;
		int status;
	} rows[] = {
		{"a link to a file", "victim", "/link", EX_CANTCREAT},
		{"a link to a directory", "run", "/link/s.pid", EX_CANTCREAT},
	};

	scratch_write("victim", OCTETS("1234567\n"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pid_file *pid_file;

		unlink(scratch_path("jail/link"));
		ck_assert_int_eq(symlink(scratch_path(rows[i].target), scratch_path("jail/link")),
				 0);
		ck_assert_msg(pid_file_check(rows[i].path, scratch_path("jail"), NULL, &pid_file,
					     &error) == rows[i].status,
			      "%s", rows[i].label);
	}
	ck_assert(!scratch_exists("run/s.pid"));
	ck_assert(scratch_exists("victim"));
}
END_TEST

/* What main() does, from the check to the end. */
static void live_in_the_jail(const void *argument)
{
	const uid_t *uid = argument;
	struct pid_file *pid_file;

	if (pid_file_check("/run/s.pid", scratch_path("jail"), NULL, &pid_file, &error) != EX_OK ||
	    chroot(scratch_path("jail")) < 0 || chdir("/") < 0)
		_exit(1);
	pid_file_enter(pid_file);
	if (pid_file_write(pid_file, &error) != EX_OK || setresuid(*uid, *uid, *uid) < 0)
		_exit(1);
	pid_file_remove(pid_file);
	printf("%s", log_lines());
}

START_TEST(a_daemon_that_has_entered_the_chroot_removes_its_file_there)
{
	const uid_t root = 0;
	struct forked daemon;

	forked_run(&daemon, live_in_the_jail, &root);
	ck_assert_int_eq(daemon.status, 0);
	ck_assert(!scratch_exists("jail/run/s.pid"));
}
END_TEST

START_TEST(t63_t64_a_file_that_the_reduced_user_may_not_remove_is_emptied)
{
	static const struct {
		const char *label;
		mode_t mode;
		const char *reason;
	} rows[] = {
		{"the directory is root's", 0755, "Permission denied"},
		{"it is sticky", 01777, "Operation not permitted"},
		{"it is root's to see, too", 0700, "Permission denied"},
	};
	const uid_t stranger = STRANGER;

	ck_assert_int_eq(chmod(scratch_directory(), 0755), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct forked daemon;
		struct stat status;
		char expected[256];

		ck_assert_int_eq(chmod(scratch_path("jail/run"), rows[i].mode), 0);
		forked_run(&daemon, live_in_the_jail, &stranger);
		ck_assert_msg(daemon.status == 0, "%s", rows[i].label);
		snprintf(expected, sizeof(expected),
			 "warning pidfile: %s: emptied, not removed (uid %d may not remove it: "
			 "%s)\n",
			 scratch_path("jail/run/s.pid"), STRANGER, rows[i].reason);
		ck_assert_str_eq(daemon.text, expected);
		ck_assert_int_eq(lstat(scratch_path("jail/run/s.pid"), &status), 0);
		ck_assert_msg(status.st_size == 0, "%s", rows[i].label);
	}
}
END_TEST

START_TEST(a_directory_of_the_reduced_user_is_no_trouble)
{
	const uid_t stranger = STRANGER;
	struct forked daemon;

	ck_assert_int_eq(chmod(scratch_directory(), 0755), 0);
	ck_assert_int_eq(chown(scratch_path("jail/run"), STRANGER, STRANGER), 0);
	forked_run(&daemon, live_in_the_jail, &stranger);
	ck_assert_int_eq(daemon.status, 0);
	ck_assert(!scratch_exists("jail/run/s.pid"));
}
END_TEST

Suite *pid_file_life_suite(void)
{
	Suite *suite = suite_create("pid_file_life");
	TCase *tests = tcase_create("pid_file_life");

	tcase_add_checked_fixture(tests, make_jail, scratch_teardown);
	tcase_add_checked_fixture(tests, log_lines_setup, NULL);
	tcase_add_test(tests, the_path_is_one_inside_of_the_chroot);
	tcase_add_test(tests,
		       without_a_chroot_a_relative_path_is_relative_to_the_working_directory);
	tcase_add_test(tests, t71_nothing_in_the_chroot_leads_out_of_it);
	tcase_add_root_test(tests, a_daemon_that_has_entered_the_chroot_removes_its_file_there);
	tcase_add_root_test(tests, t63_t64_a_file_that_the_reduced_user_may_not_remove_is_emptied);
	tcase_add_root_test(tests, a_directory_of_the_reduced_user_is_no_trouble);
	suite_add_tcase(suite, tests);
	return suite;
}
