/* The process that was started and waits for the daemon: it tells the truth, and never hangs. */
#include "daemon_fixture.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

Suite *watch_suite(void);

static void serve_not(struct status_pipe *pipe)
{
	(void)pipe;
}

static void serve_not_after_two_steps(struct status_pipe *pipe)
{
	status_pipe_step(pipe, "openPIDFile");
	status_pipe_step(pipe, "bind");
	abort();
}

START_TEST(a_daemon_that_dies_before_it_is_ready_is_told)
{
	static const struct {
		const char *label;
		void (*serve)(struct status_pipe *pipe);
		const char *text;
	} rows[] = {
		{"at once, and with 0", serve_not,
		 "postern: daemonize: the daemon died before it was ready; see server.log\n"},
		{"in the second step", serve_not_after_two_steps,
		 "postern: daemonize: the daemon died before it was ready (last step: bind); "
		 "see server.log\n"},
	};
	const struct daemon_plan plan = {.serve = rows[_i].serve, .timeout = 20};

	daemon_start_and_finish(&plan, EX_OSERR, rows[_i].text);
}
END_TEST

static void serve_never(struct status_pipe *pipe)
{
	status_pipe_step(pipe, "bind");
	daemon_report("%d\n", getpid());
	daemon_wait_for_order();
}

static const char died_text[] =
	"postern: daemonize: the daemon died before it was ready (last step: bind); "
	"see server.log\n";

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Case 45. */
START_TEST(a_daemon_that_is_killed_is_told_within_a_second)
{
	const struct daemon_plan plan = {.serve = serve_never, .timeout = 20};
	struct forked forked;
	double begin;

	daemon_start(&forked, &plan);
	begin = seconds();
	kill(atoi(daemon_hear()), SIGKILL);
	daemon_finish(&forked, EX_OSERR, died_text);
	/* Long before the timeout, however slow the machine is. */
	ck_assert_double_lt(seconds() - begin, plan.timeout / 2.0);
}
END_TEST

static void serve_never_but_fork(struct status_pipe *pipe)
{
	pid_t child = fork();

	if (child == 0)
		daemon_wait_for_order();
	else
		serve_never(pipe);
}

START_TEST(a_child_that_holds_the_pipe_does_not_hide_the_death_of_the_daemon)
{
	const struct daemon_plan plan = {.serve = serve_never_but_fork, .timeout = 20};
	struct forked forked;

	daemon_start(&forked, &plan);
	kill(atoi(daemon_hear()), SIGKILL);
	daemon_finish(&forked, EX_OSERR, died_text);
	daemon_order();
	ck_assert_str_eq(daemon_hear(), "");
}
END_TEST

START_TEST(a_daemon_that_is_not_ready_in_time_is_ended)
{
	const struct daemon_plan plan = {.serve = serve_never, .timeout = 0};

	daemon_start_and_finish(&plan, EX_TEMPFAIL,
				"postern: daemonize: not ready after 0 s, stopped\n");
	if (waitpid(-1, NULL, WNOHANG) < 0)
		ck_abort_msg("there was no daemon, or it is not gone");
}
END_TEST

/* Case 47. */
START_TEST(an_interrupt_ends_the_daemon)
{
	static const struct {
		int number, status;
		const char *text;
	} rows[] = {
		{SIGINT, 130, "postern: daemonize: interrupted by SIGINT, stopped\n"},
		{SIGTERM, 143, "postern: daemonize: interrupted by SIGTERM, stopped\n"},
	};
	const struct daemon_plan plan = {.serve = serve_never, .timeout = 20};
	struct forked forked;
	pid_t daemon;

	daemon_start(&forked, &plan);
	daemon = atoi(daemon_hear());
	kill(forked.pid, rows[_i].number);
	daemon_finish(&forked, rows[_i].status, rows[_i].text);
	daemon_assert_gone(daemon);
}
END_TEST

static void serve_and_ignore_term(struct status_pipe *pipe)
{
	sigset_t term;
	int number;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	serve_never(pipe);
	sigwait(&term, &number);
	daemon_report("SIG%s\n", sigabbrev_np(number));
	pause();
}

START_TEST(a_second_interrupt_kills_a_daemon_that_does_not_end)
{
	const struct daemon_plan plan = {.serve = serve_and_ignore_term, .timeout = 20};
	struct forked forked;
	pid_t daemon;

	daemon_start(&forked, &plan);
	daemon = atoi(daemon_hear());
	daemon_order();
	kill(forked.pid, SIGINT);
	ck_assert_str_eq(daemon_hear(), "SIGTERM");
	kill(forked.pid, SIGINT);
	daemon_finish(&forked, 130, "postern: daemonize: interrupted by SIGINT, stopped\n");
	daemon_assert_gone(daemon);
}
END_TEST

static void serve_alone(struct status_pipe *pipe)
{
	serve_never(pipe);
	status_pipe_step(pipe, "startApplication");
	status_pipe_ready(pipe);
	daemon_report("serving\n");
}

/* Case 48. */
START_TEST(the_daemon_goes_on_when_the_process_that_waits_is_killed)
{
	const struct daemon_plan plan = {.serve = serve_alone, .timeout = 20};
	struct forked forked;

	daemon_start(&forked, &plan);
	daemon_hear();
	kill(forked.pid, SIGKILL);
	daemon_finish(&forked, 128 + SIGKILL, "");
	daemon_order();
	ck_assert_str_eq(daemon_hear(), "serving");
}
END_TEST

Suite *watch_suite(void)
{
	Suite *suite = suite_create("watch");
	TCase *tcase = tcase_create("watch");

	tcase_add_checked_fixture(tcase, daemon_setup, NULL);
	tcase_add_loop_test(tcase, a_daemon_that_dies_before_it_is_ready_is_told, 0, 2);
	tcase_add_test(tcase, a_daemon_that_is_killed_is_told_within_a_second);
	tcase_add_test(tcase, a_child_that_holds_the_pipe_does_not_hide_the_death_of_the_daemon);
	tcase_add_test(tcase, a_daemon_that_is_not_ready_in_time_is_ended);
	tcase_add_loop_test(tcase, an_interrupt_ends_the_daemon, 0, 2);
	tcase_add_test(tcase, a_second_interrupt_kills_a_daemon_that_does_not_end);
	tcase_add_test(tcase, the_daemon_goes_on_when_the_process_that_waits_is_killed);
	suite_add_tcase(suite, tcase);
	return suite;
}
