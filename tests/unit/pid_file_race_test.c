/* The pid file when many want it at once: whatever happens in between, one has it. */
#include "daemon/pid_file.h"

#include "forked.h"
#include "log_lines.h"
#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

Suite *pid_file_race_suite(void);

static struct error error;

/* Says how it went; whoever wins stays. */
static void start_at_once(const void *argument)
{
	struct pid_file *pid_file;
	int status = pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file, &error);

	(void)argument;
	if (status == EX_OK)
		status = pid_file_write(pid_file, &error);
	printf("%d\n", status);
	fflush(stdout);
	if (status == EX_OK)
		pause();
}

START_TEST(t60_of_20_starts_at_once_one_wins)
{
	struct forked starts[20];
	int winner = -1;
	char expected[16];

	for (int i = 0; i < 20; i++)
		forked_start(&starts[i], start_at_once, NULL);
	for (int i = 0; i < 20; i++) {
		char line[4] = "";

		ck_assert_int_gt(read(starts[i].output, line, sizeof(line) - 1), 0);
		ck_assert(strcmp(line, "0\n") == 0 || strcmp(line, "75\n") == 0);
		ck_assert_msg(line[0] != '0' || winner < 0, "two won");
		if (line[0] == '0')
			winner = i;
	}
	ck_assert_int_ge(winner, 0);
	snprintf(expected, sizeof(expected), "%d\n", starts[winner].pid);
	ck_assert_str_eq(scratch_read("s.pid"), expected);
	kill(starts[winner].pid, SIGKILL);
	for (int i = 0; i < 20; i++)
		forked_finish(&starts[i]);
}
END_TEST

/* Serves now and then; says so when another one serves at the same time. */
static void start_and_stop(const void *argument)
{
	(void)argument;
	for (int i = 0; i < 300; i++) {
		struct pid_file *pid_file;
		int mark;

		if (pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file, &error) != EX_OK)
			continue;
		pid_file_write(pid_file, &error);
		mark = open(scratch_path("serving"), O_CREAT | O_EXCL, 0600);
		if (mark < 0)
			printf("two serve\n");
		close(mark);
		unlink(scratch_path("serving"));
		pid_file_remove(pid_file);
	}
}

static void look_and_remove(const void *argument)
{
	(void)argument;
	for (int i = 0; i < 3000; i++) {
		struct pid_file_view view;

		if (pid_file_look(scratch_path("s.pid"), NULL, NULL, true, &view, &error) != EX_OK)
			printf("%s\n", error.text);
	}
}

START_TEST(t61_starts_and_stops_that_cross_never_make_two_servers)
{
	struct forked crossing[3];

	forked_start(&crossing[0], start_and_stop, NULL);
	forked_start(&crossing[1], start_and_stop, NULL);
	forked_start(&crossing[2], look_and_remove, NULL);
	for (int i = 0; i < 3; i++) {
		forked_finish(&crossing[i]);
		ck_assert_str_eq(crossing[i].text, "");
		ck_assert_int_eq(crossing[i].status, 0);
	}
}
END_TEST

/* Whoever had the file removes it when we have opened and not yet locked it. */
static bool vanishes;

/* Stands before the C library's. */
int flock(int descriptor, int operation)
{
	if (vanishes) {
		vanishes = false;
		unlink(scratch_path("s.pid"));
	}
	return (int)syscall(SYS_flock, descriptor, operation);
}

START_TEST(t61_a_file_that_vanishes_before_it_is_locked_is_made_anew)
{
	struct pid_file_view view;
	struct pid_file *pid_file;

	scratch_write("s.pid", OCTETS(""));
	vanishes = true;
	ck_assert_int_eq(pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file, &error),
			 EX_OK);
	pid_file_remove(pid_file);
	ck_assert(!vanishes);
	ck_assert_ptr_null(strstr(log_lines(), "no longer ours"));
	scratch_write("s.pid", OCTETS("12345\n"));
	vanishes = true;
	ck_assert_int_eq(pid_file_look(scratch_path("s.pid"), NULL, NULL, true, &view, &error),
			 EX_OK);
	ck_assert_int_eq(view.state, PID_FILE_BUSY);
}
END_TEST

Suite *pid_file_race_suite(void)
{
	Suite *suite = suite_create("pid_file_race");
	TCase *tests = tcase_create("pid_file_race");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_checked_fixture(tests, log_lines_setup, NULL);
	tcase_add_test(tests, t60_of_20_starts_at_once_one_wins);
	tcase_add_test(tests, t61_starts_and_stops_that_cross_never_make_two_servers);
	tcase_add_test(tests, t61_a_file_that_vanishes_before_it_is_locked_is_made_anew);
	suite_add_tcase(suite, tests);
	return suite;
}
