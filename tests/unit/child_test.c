/* A program that a checker runs: what it gets, and how its end is told. */
#include "postern/child.h"

#include "base/clock.h"
#include "daemon/children.h"
#include "programs.h"
#include "scratch.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *child_suite(void);

START_TEST(the_exit_status_is_told)
{
	static const struct {
		const char *command;
		int status;
	} rows[] = {{"exit 0", 0}, {"exit 1", 1}, {"exit 111", 111}, {"exit 255", 255}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome outcome = programs_run(rows[i].command);

		ck_assert_msg(outcome.end == CHILD_EXITED, "%s", rows[i].command);
		ck_assert_msg(outcome.status == rows[i].status, "%s", rows[i].command);
	}
}
END_TEST

START_TEST(an_end_by_a_signal_is_a_failure)
{
	struct outcome outcome = programs_run("kill -SEGV $$");

	ck_assert_int_eq(outcome.end, CHILD_FAILED);
	ck_assert_str_eq(outcome.error.text, "'/bin/sh' was ended by signal 11");
}
END_TEST

/* Runs a program without arguments or input. */
static enum child_end run_program(const char *path, struct error *error)
{
	const char *const argv[] = {path, NULL};
	const struct child child = {.argv = (char *const *)argv, .timeout = LONG};
	int status;

	return child_run(&child, &status, error);
}

START_TEST(what_cannot_be_run_is_a_failure_that_says_why)
{
	static const struct {
		const char *path, *error;
	} rows[] = {
		{"/nx/program", "cannot run '/nx/program': No such file or directory"},
		{"/etc/passwd", "cannot run '/etc/passwd': Permission denied"},
		{"/etc", "cannot run '/etc': Permission denied"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;

		ck_assert_int_eq(run_program(rows[i].path, &error), CHILD_FAILED);
		ck_assert_str_eq(error.text, rows[i].error);
	}
}
END_TEST

START_TEST(the_input_arrives_on_descriptor_3_as_it_is)
{
	static char most[CHILD_INPUT_MAX];
	const struct {
		const char *label, *command;
		struct octets input;
		const char *output;
	} rows[] = {
		{"with NULs", "od -An -c <&3 | tr -d ' \\n' > $1/read", OCTETS("alice\0s\n\0"),
		 "alice\\0s\\n\\0"},
		{"empty", "wc -c <&3 > $1/read", OCTETS(""), "0\n"},
		{"as much as may be", "wc -c <&3 > $1/read", {most, sizeof(most)}, "65536\n"},
		{"twice, by its path", "cat /dev/fd/3 > $1/read", OCTETS("alice"), "alice"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome outcome = programs_run_with(rows[i].command, rows[i].input, LONG);

		ck_assert_msg(outcome.end == CHILD_EXITED, "%s", rows[i].label);
		ck_assert_msg(strcmp(programs_wrote("read"), rows[i].output) == 0, "%s: %s",
			      rows[i].label, programs_wrote("read"));
	}
}
END_TEST

START_TEST(input_that_nobody_reads_harms_nobody)
{
	static char most[CHILD_INPUT_MAX];
	static const char *const commands[] = {"exit 7", "exec 3<&-; exit 7"};

	signal(SIGPIPE, SIG_DFL);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct outcome outcome =
			programs_run_with(commands[i], (struct octets){most, sizeof(most)}, LONG);

		ck_assert_int_eq(outcome.end, CHILD_EXITED);
		ck_assert_int_eq(outcome.status, 7);
	}
}
END_TEST

START_TEST(t119_a_program_gets_nothing_of_ours)
{
	int secret = open("/etc/passwd", O_RDONLY);
	sigset_t all;

	ck_assert_int_eq(fcntl(secret, F_DUPFD, 50), 50);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	signal(SIGHUP, SIG_IGN);
	/* Without 32 and 33: the C library keeps them for itself, as whoever started us left them.
	 */
	programs_run("while read name value; do case $name in SigBlk:|SigIgn:)"
		     "	printf '%s %x\\n' $name $((0x$value & ~0x180000000));;"
		     "esac; done < /proc/$$/status > $1/signals");
	programs_run("for fd in $(seq 0 99); do"
		     "	[ ! -e /proc/$$/fd/$fd ] || numbers=\"$numbers $fd\";"
		     "done; echo $numbers > $1/numbers");
	programs_run("standard=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2);"
		     "echo $standard > $1/standard");
	ck_assert_str_eq(programs_wrote("signals"), "SigBlk: 0\nSigIgn: 0\n");
	ck_assert_str_eq(programs_wrote("numbers"), "0 1 2 3\n");
	ck_assert_str_eq(programs_wrote("standard"), "/dev/null /dev/null /dev/null\n");
	close(50);
	close(secret);
}
END_TEST

START_TEST(our_signal_mask_stays_what_it_was)
{
	sigset_t before, after;

	pthread_sigmask(SIG_SETMASK, NULL, &before);
	programs_run("exit 0");
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	for (int number = 1; number < NSIG; number++)
		ck_assert_int_eq(sigismember(&before, number), sigismember(&after, number));
}
END_TEST

static int first_free_descriptor(void)
{
	int descriptor = open("/dev/null", O_RDONLY);

	close(descriptor);
	return descriptor;
}

START_TEST(no_descriptor_is_left)
{
	int before = first_free_descriptor();
	struct error error;

	programs_run("exit 0");
	programs_run_with("exec sleep 100", OCTETS("alice"), 1);
	run_program("/nx", &error);
	ck_assert_int_eq(first_free_descriptor(), before);
}
END_TEST

/* True when a program runs in our group. */
static bool shares_group(void)
{
	programs_run("cut -d ' ' -f 5 /proc/$$/stat > $1/group");
	return atoi(programs_wrote("group")) == getpgrp();
}

static void claim_sharing(void)
{
	ck_assert(shares_group());
}

static void claim_not_sharing(void)
{
	ck_assert_msg(!shares_group(), "T123: the group is that of whoever started us");
}

START_TEST(a_leader_shares_its_group_and_nobody_else_does)
{
	programs_in_process(true, claim_sharing);
	programs_in_process(false, claim_not_sharing);
}
END_TEST

static void claim_family_killed(void)
{
	struct outcome outcome;

	unlink(scratch_path("family"));
	outcome = programs_run_with(FAMILY, OCTETS(""), 1000);
	ck_assert_int_eq(outcome.end, CHILD_TIMED_OUT);
	ck_assert_str_eq(outcome.error.text, "'/bin/sh' took longer than 1000 ms");
	programs_await("family", 3);
	programs_await_end("family");
}

START_TEST(t120_a_program_that_hangs_is_killed_with_all_that_it_has_started)
{
	programs_in_process(true, claim_family_killed);
	programs_in_process(false, claim_family_killed);
}
END_TEST

static void claim_all_killed(void)
{
	const uint64_t deadline = clock_monotonic_ms() + LONG;

	ck_assert_int_eq(
		programs_run_with("for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "
				  "setsid sleep 100 & done; exec sleep 100",
				  OCTETS(""), 50)
			.end,
		CHILD_TIMED_OUT);
	while (waitpid(-1, NULL, WNOHANG) >= 0)
		ck_assert_msg(clock_monotonic_ms() < deadline, "one got away");
}

START_TEST(t120_none_gets_away_while_the_others_are_killed)
{
	programs_in_process(true, claim_all_killed);
	programs_in_process(false, claim_all_killed);
}
END_TEST

START_TEST(t120_beyond_the_bound_the_answer_comes_at_once)
{
	struct running runnings[CHILDREN_MAX];
	struct outcome outcome;

	for (size_t i = 0; i < CHILDREN_MAX; i++)
		programs_start(&runnings[i], SLEEP);
	programs_await("sleep", CHILDREN_MAX);
	outcome = programs_run("exit 0");
	ck_assert_int_eq(outcome.end, CHILD_BUSY);
	ck_assert_str_eq(outcome.error.text, "cannot start a program: 4 run already");

	kill(atoi(programs_wrote("sleep")), SIGKILL);
	/* The thread that waited for it may take its time, and needs the mutex that we ask for. */
	while ((outcome = programs_run("exit 0")).end == CHILD_BUSY)
		usleep(5000);
	ck_assert_int_eq(outcome.end, CHILD_EXITED);
	children_end(0);
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		ck_assert_int_eq(programs_finish(&runnings[i]), CHILD_FAILED);
}
END_TEST

static void *reap_all_the_time(void *argument)
{
	const atomic_bool *done = argument;

	while (!*done)
		children_reap();
	return NULL;
}

START_TEST(t121_whoever_reaps_no_status_is_lost_and_no_zombie_is_left)
{
	atomic_bool done = false;
	pthread_t reaper;

	ck_assert_int_eq(pthread_create(&reaper, NULL, reap_all_the_time, &done), 0);
	for (int i = 0; i < 40; i++) {
		struct outcome outcome = programs_run(i % 2 == 0 ? "exit 0" : "exit 1");

		ck_assert_int_eq(outcome.end, CHILD_EXITED);
		ck_assert_int_eq(outcome.status, i % 2);
	}
	done = true;
	pthread_join(reaper, NULL);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
}
END_TEST

Suite *child_suite(void)
{
	Suite *suite = suite_create("child");
	TCase *tcase = tcase_create("child");

	tcase_add_checked_fixture(tcase, programs_setup, scratch_teardown);
	tcase_add_test(tcase, the_exit_status_is_told);
	tcase_add_test(tcase, an_end_by_a_signal_is_a_failure);
	tcase_add_test(tcase, what_cannot_be_run_is_a_failure_that_says_why);
	tcase_add_test(tcase, the_input_arrives_on_descriptor_3_as_it_is);
	tcase_add_test(tcase, input_that_nobody_reads_harms_nobody);
	tcase_add_test(tcase, t119_a_program_gets_nothing_of_ours);
	tcase_add_test(tcase, our_signal_mask_stays_what_it_was);
	tcase_add_test(tcase, no_descriptor_is_left);
	tcase_add_test(tcase, a_leader_shares_its_group_and_nobody_else_does);
	tcase_add_test(tcase, t120_a_program_that_hangs_is_killed_with_all_that_it_has_started);
	tcase_add_test(tcase, t120_none_gets_away_while_the_others_are_killed);
	tcase_add_test(tcase, t120_beyond_the_bound_the_answer_comes_at_once);
	tcase_add_test(tcase, t121_whoever_reaps_no_status_is_lost_and_no_zombie_is_left);
	suite_add_tcase(suite, tcase);
	return suite;
}
