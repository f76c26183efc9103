/* A log file over what a daemon does to itself: a root directory that it enters, rights that it
 * gives up, a disk that is full. */
#include "daemon/log_file.h"

#include "as_root.h"
#include "clock.h"
#include "forked.h"
#include "scratch.h"

#include <check.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define STRANGER 61001 /* somebody who is not root; needs no entry */

Suite *log_file_life_suite(void);

static struct log_file *log_file;
static struct error error;

static bool has(const char *name, const char *text)
{
	return strstr(scratch_read(name), text) != NULL;
}

static unsigned int count(const char *name, const char *text)
{
	unsigned int times = 0;

	for (const char *place = scratch_read(name); (place = strstr(place, text)) != NULL; place++)
		times++;
	return times;
}

static void make_directories(void)
{
	scratch_setup();
	ck_assert_int_eq(chmod(scratch_directory(), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("log"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("jail"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("jail/log"), 0755), 0);
}

/* As root opens it, before it gives that up. */
static void open_log(const char *path, uint64_t length)
{
	if (log_file_open(path, length, 0, &log_file, &error) != EX_OK)
		_exit(1);
	log_open(log_file_sink(log_file), LOG_LEVEL_INFO);
}

static void rotate_as_a_stranger(const void *argument)
{
	(void)argument;
	umask(0077);
	open_log(scratch_path("log/s.log"), 0);
	if (setresuid(STRANGER, STRANGER, STRANGER) < 0)
		_exit(1);
	log_line(LOG_LEVEL_INFO, "test", "old");
	log_files_rotate(&log_file, 1);
	log_line(LOG_LEVEL_INFO, "test", "new");
}

START_TEST(t93_a_new_file_is_the_reduced_users)
{
	struct forked daemon;
	struct stat status;

	ck_assert_int_eq(chown(scratch_path("log"), STRANGER, STRANGER), 0);
	forked_run(&daemon, rotate_as_a_stranger, NULL);
	ck_assert_int_eq(daemon.status, 0);
	ck_assert(has("log/s.log.1", "info test: old\n"));
	ck_assert(has("log/s.log", "info test: new\n"));
	ck_assert_int_eq(stat(scratch_path("log/s.log"), &status), 0);
	ck_assert_uint_eq(status.st_uid, STRANGER);
	ck_assert_int_eq(status.st_mode & 07777, 0640);
}
END_TEST

START_TEST(t96_where_the_reduced_user_cannot_rotate_the_old_file_stays)
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

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct forked daemon;
		char expected[256];

		unlink(scratch_path("log/s.log"));
		ck_assert_int_eq(chmod(scratch_path("log"), rows[i].mode), 0);
		forked_run(&daemon, rotate_as_a_stranger, NULL);
		ck_assert_msg(daemon.status == 0, "%s", rows[i].label);
		snprintf(expected, sizeof(expected),
			 "warning logfile: %s: cannot rotate, the old file stays: %s\n",
			 scratch_path("log/s.log"), rows[i].reason);
		ck_assert_msg(has("log/s.log", expected), "%s: %s", rows[i].label,
			      scratch_read("log/s.log"));
		ck_assert_msg(has("log/s.log", "info test: new\n"), "%s", rows[i].label);
		ck_assert_msg(!scratch_exists("log/s.log.1"), "%s", rows[i].label);
	}
}
END_TEST

static void complain_for_two_minutes(const void *argument)
{
	(void)argument;
	open_log(scratch_path("log/s.log"), 10);
	if (setresuid(STRANGER, STRANGER, STRANGER) < 0)
		_exit(1);
	for (int second = 0; second < 121; second++) {
		log_line(LOG_LEVEL_INFO, "test", "line");
		log_files_rotate(&log_file, 1);
		clock_advance(CLOCK_MONOTONIC, 1);
	}
}

START_TEST(t96_it_complains_once_a_minute)
{
	struct forked daemon;

	forked_run(&daemon, complain_for_two_minutes, NULL);
	ck_assert_int_eq(daemon.status, 0);
	ck_assert_uint_eq(count("log/s.log", "cannot rotate"), 3);
	ck_assert_uint_eq(count("log/s.log", "info test: line\n"), 121);
}
END_TEST

static void rotate_in_the_jail(const void *argument)
{
	open_log(argument, 0);
	if (chroot(scratch_path("jail")) < 0 || chdir("/") < 0)
		_exit(1);
	log_file_enter(log_file);
	log_line(LOG_LEVEL_INFO, "test", "old");
	log_files_rotate(&log_file, 1);
	log_line(LOG_LEVEL_INFO, "test", "new");
}

START_TEST(t104_a_log_in_the_chroot_is_rotated_there)
{
	struct forked daemon;

	ck_assert_int_eq(symlink(scratch_path("jail"), scratch_path("alias")), 0);
	forked_run(&daemon, rotate_in_the_jail, scratch_path("jail/log/s.log"));
	ck_assert_int_eq(daemon.status, 0);
	ck_assert(has("jail/log/s.log.1", "info test: old\n"));
	ck_assert(has("jail/log/s.log", "info test: new\n"));
	/* By another name of the same directory. */
	forked_run(&daemon, rotate_in_the_jail, scratch_path("alias/../alias/log/s.log"));
	ck_assert_int_eq(daemon.status, 0);
	ck_assert(has("jail/log/s.log.2", "info test: old\n"));
}
END_TEST

START_TEST(t105_a_log_outside_of_the_chroot_stays_what_it_is)
{
	struct forked daemon;

	/* Its namesake inside is another file. */
	scratch_write("jail/log/s.log", OCTETS(""));
	forked_run(&daemon, rotate_in_the_jail, scratch_path("log/s.log"));
	ck_assert_int_eq(daemon.status, 0);
	ck_assert(has("log/s.log", "cannot rotate, the old file stays: it is outside"));
	ck_assert(has("log/s.log", "info test: new\n"));
	ck_assert_str_eq(scratch_read("jail/log/s.log"), "");
	ck_assert(!scratch_exists("jail/log/s.log.1"));
}
END_TEST

/* Prints the log. */
static void fill_a_disk(const void *argument)
{
	char fill[8192] = "";
	FILE *other;
	FILE *log;

	(void)argument;
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("none", scratch_path("log"), "tmpfs", 0, "size=32k") < 0) {
		printf("cannot mount");
		return;
	}
	open_log(scratch_path("log/s.log"), 0);
	other = fopen(scratch_path("log/other"), "w");
	while (fwrite(fill, sizeof(fill), 1, other) == 1 && fflush(other) == 0)
		;
	for (int i = 0; i < 300; i++)
		log_line(LOG_LEVEL_INFO, "test", "while the disk is full.");
	unlink(scratch_path("log/other"));
	fclose(other);
	log_line(LOG_LEVEL_INFO, "test", "afterwards.");
	log = fopen(scratch_path("log/s.log"), "r");
	while (fgets(fill, sizeof(fill), log))
		printf("%s", fill);
}

START_TEST(t103_lines_that_find_the_disk_full_are_counted)
{
	struct forked daemon;
	const char *place;
	unsigned int lost = 0;
	unsigned int written = 0;

	forked_run(&daemon, fill_a_disk, NULL);
	if (strcmp(daemon.text, "cannot mount") == 0)
		return;
	for (place = daemon.text; (place = strstr(place, "full.\n")) != NULL; place++)
		written++;
	place = strstr(daemon.text, "Z warning log: ");
	ck_assert_ptr_nonnull(place);
	ck_assert_int_eq(sscanf(place, "Z warning log: %u lines lost\n", &lost), 1);
	ck_assert_uint_eq(lost + written, 300);
	ck_assert_ptr_nonnull(strstr(place, "Z info test: afterwards.\n"));
}
END_TEST

Suite *log_file_life_suite(void)
{
	Suite *suite = suite_create("log_file_life");
	TCase *tests = tcase_create("log_file_life");

	tcase_add_checked_fixture(tests, make_directories, scratch_teardown);
	tcase_add_root_test(tests, t93_a_new_file_is_the_reduced_users);
	tcase_add_root_test(tests, t96_where_the_reduced_user_cannot_rotate_the_old_file_stays);
	tcase_add_root_test(tests, t96_it_complains_once_a_minute);
	tcase_add_root_test(tests, t103_lines_that_find_the_disk_full_are_counted);
	tcase_add_root_test(tests, t104_a_log_in_the_chroot_is_rotated_there);
	tcase_add_root_test(tests, t105_a_log_outside_of_the_chroot_stays_what_it_is);
	suite_add_tcase(suite, tests);
	return suite;
}
