/* The pid file: locks decide who may start, and nothing that is not ours is touched. */
#include "daemon/pid_file.h"

#include "fake_server.h"
#include "log_lines.h"
#include "scratch.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

Suite *pid_file_suite(void);

static struct error error;

static struct stat state(const char *name)
{
	struct stat status;

	ck_assert_msg(lstat(scratch_path(name), &status) == 0, "%s", name);
	return status;
}

/* Of "s.pid" in the scratch directory. */
static struct pid_file *check_and_write(void)
{
	struct pid_file *pid_file;

	ck_assert_int_eq(pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file, &error),
			 EX_OK);
	ck_assert_int_eq(pid_file_write(pid_file, &error), EX_OK);
	return pid_file;
}

static pid_t number_of_a_dead_process(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	return pid;
}

START_TEST(t19_the_file_holds_the_number_and_a_newline_whatever_the_umask)
{
	struct pid_file *pid_file;
	char expected[16];

	umask(0077);
	pid_file = check_and_write();
	snprintf(expected, sizeof(expected), "%d\n", getpid());
	ck_assert_str_eq(scratch_read("s.pid"), expected);
	ck_assert_int_eq(state("s.pid").st_mode & 07777, 0644);
	pid_file_remove(pid_file);
	ck_assert(!scratch_exists("s.pid"));
}
END_TEST

START_TEST(t51_t52_a_number_without_a_lock_is_stale_whoever_has_it_now)
{
	const struct {
		const char *label;
		pid_t pid;
		const char *end;
	} rows[] = {
		{"nobody's", number_of_a_dead_process(), "\n"},
		{"somebody's", getppid(), "\n"},
		{"ours, as in a container", getpid(), "\n"},
		{"as twistd writes it", getppid(), ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pid_file *pid_file;
		char text[256];

		log_lines_setup();
		snprintf(text, sizeof(text), "%d%s", rows[i].pid, rows[i].end);
		scratch_write("s.pid", octets_from(text));
		ck_assert_msg(pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file,
					     &error) == EX_OK,
			      "%s: %s", rows[i].label, error.text);
		ck_assert_msg(state("s.pid").st_size == 0, "%s", rows[i].label);
		snprintf(text, sizeof(text),
			 "warning pidfile: %s: removing stale pid file (PID %d)\n",
			 scratch_path("s.pid"), rows[i].pid);
		ck_assert_str_eq(log_lines(), text);
		pid_file_remove(pid_file);
	}
}
END_TEST

START_TEST(t53_a_second_server_is_refused_with_the_number_of_the_first)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid")};
	struct pid_file *pid_file;
	struct stat before;
	struct stat after;
	char expected[256];

	fake_server_start(&server);
	before = state("s.pid");
	ck_assert_int_eq(pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file, &error),
			 EX_TEMPFAIL);
	snprintf(expected, sizeof(expected), "%s: another server is running, PID %d",
		 scratch_path("s.pid"), server.process.pid);
	ck_assert_str_eq(error.text, expected);
	after = state("s.pid");
	ck_assert_int_eq(after.st_ino, before.st_ino);
	ck_assert_int_eq(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
	fake_server_finish(&server, SIGTERM);
}
END_TEST

START_TEST(a_server_that_is_still_starting_keeps_others_out)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid"), .only_checks = true};
	struct pid_file *pid_file;

	fake_server_start(&server);
	ck_assert_int_eq(pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file, &error),
			 EX_TEMPFAIL);
	ck_assert_ptr_nonnull(strstr(error.text, ": another server is starting"));
	fake_server_finish(&server, SIGTERM);
}
END_TEST

START_TEST(t55_an_empty_file_is_as_good_as_none)
{
	scratch_write("s.pid", OCTETS(""));
	pid_file_remove(check_and_write());
	ck_assert_ptr_null(strstr(log_lines(), "warning"));
}
END_TEST

START_TEST(t56_a_file_that_holds_something_else_is_not_touched)
{
	static const struct {
		const char *label;
		struct octets text;
	} rows[] = {
		{"a word", OCTETS("abc")},
		{"a number and more", OCTETS("12x")},
		{"two lines", OCTETS("12\n13\n")},
		{"an empty line", OCTETS("\n")},
		{"a number behind a blank", OCTETS(" 12\n")},
		{"a number before a NUL", OCTETS("12\0")},
		{"minus one", OCTETS("-1\n")},
		{"nought", OCTETS("0\n")},
		{"one", OCTETS("1\n")},
		{"too large a number", OCTETS("4294967298\n")},
		{"a line of digits", OCTETS("1234567890123456789012345678901234567890\n")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pid_file *pid_file;

		scratch_write("s.pid", rows[i].text);
		ck_assert_msg(pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file,
					     &error) == EX_DATAERR,
			      "%s", rows[i].label);
		ck_assert_msg(
			memcmp(scratch_read("s.pid"), rows[i].text.data, rows[i].text.length) == 0,
			"%s", rows[i].label);
		ck_assert_uint_eq(state("s.pid").st_size, rows[i].text.length);
	}
}
END_TEST

START_TEST(t59_after_kill_9_the_next_server_starts_although_a_child_lives_on)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid"), .leads_group = true};

	fake_server_start(&server);
	kill(server.process.pid, SIGKILL);
	waitid(P_PID, (id_t)server.process.pid, NULL, WEXITED | WNOWAIT);
	pid_file_remove(check_and_write());
	ck_assert_int_eq(kill(server.child, 0), 0);
	fake_server_finish(&server, 0);
}
END_TEST

START_TEST(t65_a_file_that_was_put_over_ours_is_left_alone)
{
	struct pid_file *pid_file = check_and_write();

	scratch_replace("s.pid", OCTETS("not yours\n"));
	pid_file_remove(pid_file);
	ck_assert_str_eq(scratch_read("s.pid"), "not yours\n");
	ck_assert_ptr_nonnull(strstr(log_lines(), "left alone, it is no longer ours\n"));
}
END_TEST

START_TEST(a_file_that_somebody_has_removed_is_no_trouble)
{
	struct pid_file *pid_file = check_and_write();

	unlink(scratch_path("s.pid"));
	pid_file_remove(pid_file);
	ck_assert(!scratch_exists("s.pid"));
}
END_TEST

START_TEST(t41_what_is_no_file_of_ours_is_refused)
{
	static const struct {
		const char *label;
		const char *path;
		const char *reason;
	} rows[] = {
		{"a directory that is not there", "nothing/s.pid", "No such file or directory"},
		{"a directory that is a file", "victim/s.pid", "Not a directory"},
		{"a directory", "directory", "Is a directory"},
		{"a path that ends in '/'", "directory/", "Is a directory"},
		{"a symbolic link", "link", "is a symbolic link"},
		{"a symbolic link to nothing", "dangling", "is a symbolic link"},
		{"a hard link", "name", "has another name (a hard link)"},
		{"a FIFO", "fifo", "not a regular file"},
	};

	scratch_write("victim", OCTETS("1234567\n"));
	ck_assert_int_eq(mkdir(scratch_path("directory"), 0755), 0);
	ck_assert_int_eq(symlink(scratch_path("victim"), scratch_path("link")), 0);
	ck_assert_int_eq(symlink(scratch_path("made"), scratch_path("dangling")), 0);
	ck_assert_int_eq(link(scratch_path("victim"), scratch_path("name")), 0);
	ck_assert_int_eq(mkfifo(scratch_path("fifo"), 0644), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pid_file *pid_file;
		char expected[256];

		ck_assert_msg(pid_file_check(scratch_path(rows[i].path), NULL, NULL, &pid_file,
					     &error) == EX_CANTCREAT,
			      "%s", rows[i].label);
		snprintf(expected, sizeof(expected), "%s: %s", scratch_path(rows[i].path),
			 rows[i].reason);
		ck_assert_str_eq(error.text, expected);
	}
	ck_assert_str_eq(scratch_read("victim"), "1234567\n");
	ck_assert(!scratch_exists("made"));
}
END_TEST

Suite *pid_file_suite(void)
{
	Suite *suite = suite_create("pid_file");
	TCase *tests = tcase_create("pid_file");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_checked_fixture(tests, log_lines_setup, NULL);
	tcase_add_test(tests, t19_the_file_holds_the_number_and_a_newline_whatever_the_umask);
	tcase_add_test(tests, t41_what_is_no_file_of_ours_is_refused);
	tcase_add_test(tests, t51_t52_a_number_without_a_lock_is_stale_whoever_has_it_now);
	tcase_add_test(tests, t53_a_second_server_is_refused_with_the_number_of_the_first);
	tcase_add_test(tests, a_server_that_is_still_starting_keeps_others_out);
	tcase_add_test(tests, t55_an_empty_file_is_as_good_as_none);
	tcase_add_test(tests, t56_a_file_that_holds_something_else_is_not_touched);
	tcase_add_test(tests, t59_after_kill_9_the_next_server_starts_although_a_child_lives_on);
	tcase_add_test(tests, t65_a_file_that_was_put_over_ours_is_left_alone);
	tcase_add_test(tests, a_file_that_somebody_has_removed_is_no_trouble);
	suite_add_tcase(suite, tests);
	return suite;
}
