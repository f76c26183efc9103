/* The daemon, and what it says to the process that was started. */
#include "daemon_fixture.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

Suite *daemonize_suite(void);

static void serve_and_describe_itself(struct status_pipe *pipe)
{
	char target[64];

	status_pipe_ready(pipe);
	status_pipe_step(pipe, "nobody hears this");
	daemon_report("%d %d %d\n", getpid(), getpgrp(), getsid(0));
	for (int standard = 0; standard <= STDERR_FILENO; standard++) {
		char link[64];
		ssize_t length;

		snprintf(link, sizeof(link), "/proc/self/fd/%d", standard);
		length = readlink(link, target, sizeof(target));
		daemon_report("%.*s\n", (int)length, target);
	}
	daemon_report("%d %d\n", open("/dev/tty", O_RDWR | O_NOCTTY), pipe->descriptor);
	daemon_wait_for_order();
}

/* Cases 11 and 12. */
START_TEST(the_daemon_leads_its_group_and_its_session_and_has_no_terminal)
{
	const struct daemon_plan plan = {.serve = serve_and_describe_itself, .timeout = 20};
	struct forked forked;
	int pid, group, session;

	daemon_start(&forked, &plan);
	ck_assert_int_eq(sscanf(daemon_hear(), "%d %d %d", &pid, &group, &session), 3);
	ck_assert_int_eq(group, pid);
	ck_assert_int_eq(session, pid);
	ck_assert_int_ne(pid, forked.pid);
	for (int standard = 0; standard <= STDERR_FILENO; standard++)
		ck_assert_str_eq(daemon_hear(), "/dev/null");
	ck_assert_str_eq(daemon_hear(), "-1 -1");
	daemon_finish(&forked, EX_OK, "");
	daemon_order();
	ck_assert_str_eq(daemon_hear(), "");
}
END_TEST

static void serve_and_show_signals(struct status_pipe *pipe)
{
	char text[4096] = "";
	int status = open("/proc/self/status", O_RDONLY | O_CLOEXEC);

	ck_assert_int_gt(read(status, text, sizeof(text) - 1), 0);
	daemon_report("%.16s %.16s\n", strstr(text, "SigBlk:\t") + 8,
		      strstr(text, "SigIgn:\t") + 8);
	daemon_report("%d\n", fcntl(pipe->descriptor, F_GETFD));
	status_pipe_ready(pipe);
}

START_TEST(the_daemon_ignores_signals_of_terminals_and_has_the_mask_of_before)
{
	const struct daemon_plan plan = {.serve = serve_and_show_signals, .timeout = 20};
	struct forked forked;
	sigset_t mask;
	unsigned long blocked, ignored;

	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	daemon_start(&forked, &plan);
	ck_assert_int_eq(sscanf(daemon_hear(), "%lx %lx", &blocked, &ignored), 2);
	ck_assert_uint_eq(blocked, 1UL << (SIGUSR1 - 1));
	ck_assert_uint_eq(ignored & (1UL << (SIGTTIN - 1) | 1UL << (SIGTTOU - 1) |
				     1UL << (SIGTSTP - 1) | 1UL << (SIGINT - 1)),
			  1UL << (SIGTTIN - 1) | 1UL << (SIGTTOU - 1) | 1UL << (SIGTSTP - 1));
	ck_assert_int_eq(atoi(daemon_hear()), FD_CLOEXEC);
	daemon_finish(&forked, EX_OK, "");
}
END_TEST

static void serve_not_but_fail(struct status_pipe *pipe)
{
	status_pipe_step(pipe, "privilegedStartService");
	status_pipe_fail(pipe, EX_UNAVAILABLE, "postern: bind: port\n81: Address already in use");
	status_pipe_ready(pipe);
	daemon_report("%d\n", getpid());
}

START_TEST(a_daemon_that_fails_is_told_in_its_own_words_in_one_line)
{
	const struct daemon_plan plan = {.serve = serve_not_but_fail, .timeout = 20};

	daemon_start_and_finish(&plan, EX_UNAVAILABLE,
				"postern: bind: port\\x0a81: Address already in use\n");
	daemon_assert_gone(atoi(daemon_hear()));
}
END_TEST

static void serve_not_but_fail_slowly(struct status_pipe *pipe)
{
	status_pipe_fail(pipe, EX_UNAVAILABLE, "postern: bind: port 81");
	daemon_report("%d\n", getpid());
	daemon_wait_for_order();
	daemon_report("undone\n");
}

START_TEST(a_daemon_that_fails_may_undo_its_start_while_we_wait)
{
	const struct daemon_plan plan = {.serve = serve_not_but_fail_slowly, .timeout = 20};
	struct forked forked;
	pid_t daemon;

	daemon_start(&forked, &plan);
	daemon = atoi(daemon_hear());
	daemon_order();
	ck_assert_str_eq(daemon_hear(), "undone");
	forked_finish(&forked);
	daemon_assert_gone(daemon);
}
END_TEST

/* Case 49: no process but ours for that user, then room for the child, but not for the daemon. */
START_TEST(a_fork_that_fails_is_returned_to_the_caller)
{
	const struct daemon_plan plan = {
		.serve = serve_not_but_fail, .timeout = 20, .processes = (unsigned int)_i};
	struct forked forked;

	daemon_start(&forked, &plan);
	daemon_finish(&forked, EX_OSERR, "returned: fork: Resource temporarily unavailable\n");
}
END_TEST

START_TEST(in_the_foreground_there_is_nobody_to_tell)
{
	struct status_pipe pipe = {.descriptor = -1};

	status_pipe_step(&pipe, "bind");
	status_pipe_ready(&pipe);
	status_pipe_fail(&pipe, EX_OSERR, "postern: bind: port 81");
	ck_assert_int_eq(pipe.descriptor, -1);
}
END_TEST

Suite *daemonize_suite(void)
{
	Suite *suite = suite_create("daemonize");
	TCase *tcase = tcase_create("daemonize");

	tcase_add_checked_fixture(tcase, daemon_setup, NULL);
	tcase_add_test(tcase, the_daemon_leads_its_group_and_its_session_and_has_no_terminal);
	tcase_add_test(tcase, the_daemon_ignores_signals_of_terminals_and_has_the_mask_of_before);
	tcase_add_test(tcase, a_daemon_that_fails_is_told_in_its_own_words_in_one_line);
	tcase_add_test(tcase, a_daemon_that_fails_may_undo_its_start_while_we_wait);
	tcase_add_test(tcase, in_the_foreground_there_is_nobody_to_tell);
	if (geteuid() == 0)
		tcase_add_loop_test(tcase, a_fork_that_fails_is_returned_to_the_caller, 1, 3);
	suite_add_tcase(suite, tcase);
	return suite;
}
