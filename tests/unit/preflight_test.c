/* Preflight: what the reduced user will not be able to do is said beforehand, with its repair. */
#include "daemon/preflight.h"

#include "scratch.h"

#include <check.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define USER 61001 /* no entry in /etc/passwd is needed */

Suite *preflight_suite(void);

static char preflight_warnings[4][ERROR_TEXT_MAX];
static int preflight_warning_count;

static void preflight_note(const char *line)
{
	ck_assert_int_lt(preflight_warning_count, 4);
	strcpy(preflight_warnings[preflight_warning_count++], line);
}

static void preflight_make_directory(const char *name, uid_t owner, mode_t mode)
{
	ck_assert_int_eq(mkdir(scratch_path(name), 0700), 0);
	ck_assert_int_eq(chown(scratch_path(name), owner, owner), 0);
	ck_assert_int_eq(chmod(scratch_path(name), mode), 0);
}

static void preflight_make_file(const char *name, uid_t owner, mode_t mode)
{
	scratch_write(name, OCTETS("text\n"));
	ck_assert_int_eq(chown(scratch_path(name), owner, owner), 0);
	ck_assert_int_eq(chmod(scratch_path(name), mode), 0);
}

static void preflight_setup(void)
{
	scratch_setup();
	ck_assert_int_eq(chmod(scratch_directory(), 0755), 0);
	preflight_make_directory("own", USER, 0755);
	preflight_make_directory("roots", 0, 0755);
	preflight_make_directory("sticky", 0, 01777);
	preflight_make_directory("jail", 0, 0755);
	preflight_make_directory("jail/own", USER, 0755);
	preflight_make_directory("jail/roots", 0, 0755);
	preflight_warning_count = 0;
}

/* As the user; the number of warnings. */
static int preflight_run(struct preflight plan)
{
	char user[] = "lt1";
	gid_t group = USER;
	struct identity identity = {.changes = true,
				    .uid = USER,
				    .gid = USER,
				    .groups = &group,
				    .group_count = 1,
				    .name = user};
	struct error error = {.text = ""};
	int count;

	if (!plan.identity)
		plan.identity = &identity;
	if (!plan.rundir)
		plan.rundir = "/";
	count = preflight(&plan, preflight_note, &error);
	ck_assert_msg(count == preflight_warning_count, "%d: %s", count, error.text);
	return count;
}

static void preflight_assert_warning(const char *part)
{
	for (int i = 0; i < preflight_warning_count; i++)
		if (strstr(preflight_warnings[i], part))
			return;
	ck_abort_msg("nothing says: %s; but: %s", part,
		     preflight_warning_count > 0 ? preflight_warnings[0] : "");
}

static int preflight_count_entries(const char *name)
{
	DIR *directory = opendir(scratch_path(name));
	int count = 0;

	ck_assert_ptr_nonnull(directory);
	while (readdir(directory))
		count++;
	closedir(directory);
	return count - 2; /* . and .. */
}

START_TEST(directories_of_its_own_are_fine_and_stay_clean)
{
	preflight_make_file("own/s.log", 0, 0640);
	ck_assert_int_eq(preflight_run((struct preflight){.log_path = scratch_path("own/s.log"),
							  .pid_path = scratch_path("own/s.pid")}),
			 0);
	ck_assert_int_eq(preflight_count_entries("own"), 1);
}
END_TEST

START_TEST(a_log_that_cannot_be_rotated_is_said_with_its_repair)
{
	char repair[PATH_MAX];

	ck_assert_int_eq(preflight_run((struct preflight){.log_path = scratch_path("roots/s.log")}),
			 1);
	preflight_assert_warning("log rotation will fail: directory '");
	preflight_assert_warning("not writable for 'lt1': Permission denied");
	snprintf(repair, sizeof(repair), "(fix: chown lt1 '%s'", scratch_path("roots"));
	preflight_assert_warning(repair);
}
END_TEST

START_TEST(the_repair_repairs)
{
	ck_assert_int_eq(chown(scratch_path("roots"), USER, (gid_t)-1), 0);
	ck_assert_int_eq(preflight_run((struct preflight){.log_path = scratch_path("roots/s.log")}),
			 0);
}
END_TEST

START_TEST(a_pid_file_that_cannot_be_removed_is_said)
{
	ck_assert_int_eq(preflight_run((struct preflight){.pid_path = scratch_path("roots/s.pid")}),
			 1);
	preflight_assert_warning("roots/s.pid' will be emptied, not removed, at exit: directory '");
	preflight_assert_warning("(fix: chown lt1 '");
}
END_TEST

START_TEST(a_sticky_directory_holds_what_root_made)
{
	preflight_make_file("sticky/s.log", 0, 0640);
	ck_assert_int_eq(
		preflight_run((struct preflight){.log_path = scratch_path("sticky/s.log"),
						 .pid_path = scratch_path("sticky/s.pid")}),
		2);
	preflight_assert_warning("log rotation will fail: directory '");
	preflight_assert_warning("is sticky and the file not of 'lt1'");
	preflight_assert_warning("sticky/s.pid' will be emptied, not removed");
	ck_assert_int_eq(preflight_count_entries("sticky"), 1);
}
END_TEST

START_TEST(a_sticky_directory_lets_go_what_is_the_users_own)
{
	preflight_make_file("sticky/s.log", USER, 0640);
	ck_assert_int_eq(
		preflight_run((struct preflight){.log_path = scratch_path("sticky/s.log")}), 0);
}
END_TEST

START_TEST(a_directory_on_the_way_that_is_closed_is_the_one_that_is_named)
{
	char repair[PATH_MAX];

	preflight_make_directory("closed", 0, 0700);
	preflight_make_directory("closed/own", USER, 0755);
	ck_assert_int_eq(
		preflight_run((struct preflight){.log_path = scratch_path("closed/own/s.log")}), 1);
	snprintf(repair, sizeof(repair), "is closed to 'lt1' (fix: chmod o+x '%s')",
		 scratch_path("closed"));
	preflight_assert_warning(repair);
}
END_TEST

START_TEST(a_log_outside_of_the_chroot_cannot_be_rotated)
{
	ck_assert_int_eq(preflight_run((struct preflight){.chroot = scratch_path("jail"),
							  .log_path = scratch_path("own/s.log")}),
			 1);
	preflight_assert_warning("log rotation will fail: '");
	preflight_assert_warning("own/s.log' is outside of the chroot");
}
END_TEST

START_TEST(a_name_that_begins_like_the_chroot_is_outside)
{
	preflight_make_directory("jail2", USER, 0755);
	ck_assert_int_eq(preflight_run((struct preflight){.chroot = scratch_path("jail"),
							  .log_path = scratch_path("jail2/s.log")}),
			 1);
}
END_TEST

START_TEST(what_is_in_the_chroot_is_tried_there_and_named_from_outside)
{
	char repair[PATH_MAX];

	ck_assert_int_eq(
		preflight_run((struct preflight){.chroot = scratch_path("jail/"),
						 .log_path = scratch_path("jail/own/s.log"),
						 .pid_path = "/roots/s.pid"}),
		1);
	snprintf(repair, sizeof(repair), "(fix: chown lt1 '%s'", scratch_path("jail/roots"));
	preflight_assert_warning(repair);
}
END_TEST

START_TEST(a_relative_pid_file_is_relative_to_the_working_directory)
{
	struct preflight plan = {.chroot = scratch_path("jail"), .pid_path = "s.pid"};

	plan.rundir = "/own";
	ck_assert_int_eq(preflight_run(plan), 0);
	plan.rundir = "/roots";
	ck_assert_int_eq(preflight_run(plan), 1);
	preflight_assert_warning("jail/roots/s.pid' will be emptied");
}
END_TEST

START_TEST(a_chroot_that_others_can_write_to_is_no_prison)
{
	static const struct {
		const char *label;
		uid_t owner;
		mode_t mode;
		int warnings;
	} rows[] = {
		{"root's alone", 0, 0755, 0},        {"the user's", USER, 0755, 1},
		{"writable for all", 0, 0777, 1},    {"writable for its group", 0, 0775, 1},
		{"sticky and for all", 0, 01777, 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int count;

		ck_assert_int_eq(chown(scratch_path("jail"), rows[i].owner, 0), 0);
		ck_assert_int_eq(chmod(scratch_path("jail"), rows[i].mode), 0);
		preflight_warning_count = 0;
		count = preflight_run((struct preflight){.chroot = scratch_path("jail")});
		ck_assert_msg(count == rows[i].warnings, "%s: %d", rows[i].label, count);
	}
	preflight_assert_warning("the chroot is no prison");
	preflight_assert_warning("&& chmod go-w '");
}
END_TEST

START_TEST(a_parent_of_the_chroot_that_others_can_write_to_is_said)
{
	preflight_make_directory("own/jail", 0, 0755);
	ck_assert_int_eq(preflight_run((struct preflight){.chroot = scratch_path("own/jail")}), 1);
	preflight_assert_warning("own' is not root's alone");
}
END_TEST

START_TEST(a_sticky_parent_of_the_chroot_lets_nobody_exchange_it)
{
	preflight_make_directory("sticky/jail", 0, 0755);
	ck_assert_int_eq(preflight_run((struct preflight){.chroot = scratch_path("sticky/jail")}),
			 0);
}
END_TEST

START_TEST(what_a_reload_cannot_read_is_said)
{
	preflight_make_file("app.conf", 0, 0600);
	ck_assert_int_eq(preflight_run((struct preflight){.reload_path = scratch_path("app.conf")}),
			 1);
	preflight_assert_warning("a reload will keep the old values of '");
	preflight_assert_warning("app.conf': Permission denied (fix: chgrp 61001 '");
}
END_TEST

START_TEST(what_a_reload_can_read_is_not)
{
	preflight_make_file("open.conf", 0, 0644);
	ck_assert_int_eq(
		preflight_run((struct preflight){.reload_path = scratch_path("open.conf")}), 0);
}
END_TEST

/* No repair that could be named would let a reload read what is outside. */
START_TEST(what_a_reload_reads_is_tried_in_the_chroot_and_only_there)
{
	static const struct {
		const char *path;
		mode_t mode;
		int warnings;
	} rows[] = {
		{"outside.conf", 0600, 0},
		{"jail/open.conf", 0644, 0},
		{"jail/closed.conf", 0600, 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int count;

		preflight_make_file(rows[i].path, 0, rows[i].mode);
		preflight_warning_count = 0;
		count = preflight_run((struct preflight){
			.chroot = scratch_path("jail"), .reload_path = scratch_path(rows[i].path)});
		ck_assert_msg(count == rows[i].warnings, "%s: %d", rows[i].path, count);
	}
	preflight_assert_warning("jail/closed.conf': Permission denied (fix: chgrp 61001 '");
}
END_TEST

START_TEST(a_working_directory_that_is_closed_is_said)
{
	preflight_make_directory("closed", 0, 0700);
	ck_assert_int_eq(preflight_run((struct preflight){.rundir = scratch_path("closed")}), 1);
	preflight_assert_warning("closed' is closed to 'lt1' (fix: chmod o+x '");
}
END_TEST

START_TEST(root_is_kept_from_nothing)
{
	char user[] = "root";
	struct identity identity = {.name = user};

	ck_assert_int_eq(
		preflight_run((struct preflight){.identity = &identity,
						 .log_path = scratch_path("roots/s.log"),
						 .pid_path = scratch_path("sticky/s.pid")}),
		0);
}
END_TEST

START_TEST(the_process_that_asks_stays_what_it_is)
{
	char before[PATH_MAX];
	char after[PATH_MAX];

	ck_assert_ptr_nonnull(getcwd(before, sizeof(before)));
	preflight_run((struct preflight){.chroot = scratch_path("jail"), .rundir = "/own"});
	ck_assert_ptr_nonnull(getcwd(after, sizeof(after)));
	ck_assert_str_eq(after, before);
	ck_assert_int_eq(geteuid(), 0);
	ck_assert_int_eq(access(scratch_path("roots"), W_OK), 0);
}
END_TEST

START_TEST(where_nothing_can_be_tried_the_status_says_why)
{
	char user[] = "root";
	struct identity identity = {.name = user};
	struct preflight plan = {.identity = &identity, .rundir = "/"};
	struct error error;

	plan.chroot = scratch_path("none");
	ck_assert_int_eq(preflight(&plan, preflight_note, &error), -EX_OSFILE);
	ck_assert_ptr_nonnull(strstr(error.text, "none"));
	plan.chroot = NULL;
	plan.rundir = scratch_path("none");
	ck_assert_int_eq(preflight(&plan, preflight_note, &error), -EX_OSFILE);
	ck_assert_int_eq(preflight_warning_count, 0);
}
END_TEST

Suite *preflight_suite(void)
{
	Suite *suite = suite_create("preflight");
	TCase *tests = tcase_create("preflight");

	suite_add_tcase(suite, tests);
	if (geteuid() != 0) /* only root can become somebody else */
		return suite;
	tcase_add_checked_fixture(tests, preflight_setup, scratch_teardown);
	tcase_add_test(tests, directories_of_its_own_are_fine_and_stay_clean);
	tcase_add_test(tests, a_log_that_cannot_be_rotated_is_said_with_its_repair);
	tcase_add_test(tests, the_repair_repairs);
	tcase_add_test(tests, a_pid_file_that_cannot_be_removed_is_said);
	tcase_add_test(tests, a_sticky_directory_holds_what_root_made);
	tcase_add_test(tests, a_sticky_directory_lets_go_what_is_the_users_own);
	tcase_add_test(tests, a_directory_on_the_way_that_is_closed_is_the_one_that_is_named);
	tcase_add_test(tests, a_log_outside_of_the_chroot_cannot_be_rotated);
	tcase_add_test(tests, a_name_that_begins_like_the_chroot_is_outside);
	tcase_add_test(tests, what_is_in_the_chroot_is_tried_there_and_named_from_outside);
	tcase_add_test(tests, a_relative_pid_file_is_relative_to_the_working_directory);
	tcase_add_test(tests, a_chroot_that_others_can_write_to_is_no_prison);
	tcase_add_test(tests, a_parent_of_the_chroot_that_others_can_write_to_is_said);
	tcase_add_test(tests, a_sticky_parent_of_the_chroot_lets_nobody_exchange_it);
	tcase_add_test(tests, what_a_reload_cannot_read_is_said);
	tcase_add_test(tests, what_a_reload_can_read_is_not);
	tcase_add_test(tests, what_a_reload_reads_is_tried_in_the_chroot_and_only_there);
	tcase_add_test(tests, a_working_directory_that_is_closed_is_said);
	tcase_add_test(tests, root_is_kept_from_nothing);
	tcase_add_test(tests, the_process_that_asks_stays_what_it_is);
	tcase_add_test(tests, where_nothing_can_be_tried_the_status_says_why);
	return suite;
}
