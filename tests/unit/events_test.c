/* Signals as events: which is which, and that a stop is begun, told and forwarded once. */
#include "daemon/events.h"

#include "base/clock.h"
#include "forked.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *events_suite(void);

#define SIGNALS_MAX 4

/* Signals that come one after the other, and the events that they are to be; ends with 0. */
struct story {
	const char *label;
	bool daemon;
	int signals[SIGNALS_MAX];
	enum event events[SIGNALS_MAX];
};

static void tell(const void *argument)
{
	const struct story *story = argument;

	events_block(!story->daemon);
	for (size_t i = 0; i < SIGNALS_MAX && story->signals[i] != 0; i++) {
		enum event event;

		kill(getpid(), story->signals[i]);
		event = events_wait(-1);
		if (event != story->events[i])
			printf("event %zu is %d\n", i, event);
	}
}

START_TEST(each_signal_is_an_event)
{
	static const struct story stories[] = {
		{"TERM", false, {SIGTERM}, {EVENT_STOP}},
		{"INT", false, {SIGINT}, {EVENT_STOP}},
		{"QUIT", false, {SIGQUIT}, {EVENT_HURRY}},
		{"HUP", false, {SIGHUP, SIGHUP}, {EVENT_RELOAD, EVENT_RELOAD}},
		{"USR1", false, {SIGUSR1, SIGUSR1}, {EVENT_ROTATE, EVENT_ROTATE}},
		{"USR2", false, {SIGUSR2, SIGUSR2}, {EVENT_STATUS, EVENT_STATUS}},
		{"CHLD", false, {SIGCHLD, SIGCHLD}, {EVENT_CHILD, EVENT_CHILD}},
		{"T77 a second TERM cuts nothing short",
		 false,
		 {SIGTERM, SIGTERM, SIGTERM},
		 {EVENT_STOP, EVENT_NONE, EVENT_NONE}},
		{"T79 a second INT does", false, {SIGINT, SIGINT}, {EVENT_STOP, EVENT_HURRY}},
		{"a second INT to a daemon does not",
		 true,
		 {SIGINT, SIGINT},
		 {EVENT_STOP, EVENT_NONE}},
		{"INT after TERM",
		 false,
		 {SIGTERM, SIGINT, SIGINT},
		 {EVENT_STOP, EVENT_NONE, EVENT_HURRY}},
		{"TERM after INT", false, {SIGINT, SIGTERM}, {EVENT_STOP, EVENT_NONE}},
		{"T80 QUIT after TERM", false, {SIGTERM, SIGQUIT}, {EVENT_STOP, EVENT_HURRY}},
		{"TERM after QUIT", false, {SIGQUIT, SIGTERM}, {EVENT_HURRY, EVENT_NONE}},
		{"HUP while it stops", false, {SIGTERM, SIGHUP}, {EVENT_STOP, EVENT_NONE}},
		{"USR1 and CHLD while it stops",
		 false,
		 {SIGTERM, SIGUSR1, SIGCHLD},
		 {EVENT_STOP, EVENT_ROTATE, EVENT_CHILD}},
	};
	static struct forked forked;

	for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
		forked_run(&forked, tell, &stories[i]);
		ck_assert_msg(forked.status == 0 && !strstr(forked.text, "event "), "%s: %d %s",
			      stories[i].label, forked.status, forked.text);
	}
}
END_TEST

static void stop_twice(const void *argument)
{
	(void)argument;
	events_block(true);
	printf("me %d %u\n", getpid(), getuid());
	fflush(stdout);
	for (int i = 0; i < 3; i++) {
		kill(getpid(), SIGTERM);
		events_wait(-1);
	}
}

START_TEST(a_stop_is_logged_once_with_its_sender)
{
	static struct forked forked;
	char expected[80];
	unsigned int uid;
	const char *line;
	int pid;

	forked_run(&forked, stop_twice, NULL);
	ck_assert_int_eq(sscanf(forked.text, "me %d %u", &pid, &uid), 2);
	snprintf(expected, sizeof(expected), "TERM from pid %d uid %u, stopping\n", pid, uid);
	line = strstr(forked.text, expected);
	ck_assert_msg(line != NULL, "%s", forked.text);
	ck_assert_msg(line[strlen(expected)] == '\0', "%s", forked.text);
}
END_TEST

START_TEST(when_nothing_comes_the_time_ends_it)
{
	uint64_t before = clock_monotonic_ms();

	events_block(true);
	ck_assert_int_eq(events_wait(0), EVENT_NONE);
	ck_assert_int_eq(events_wait(30), EVENT_NONE);
	ck_assert_uint_ge(clock_monotonic_ms() - before, 30);
}
END_TEST

START_TEST(a_signal_that_came_before_is_not_lost)
{
	events_block(true);
	raise(SIGHUP);
	raise(SIGUSR1);
	ck_assert_int_eq(events_wait(0), EVENT_RELOAD);
	ck_assert_int_eq(events_wait(0), EVENT_ROTATE);
	ck_assert_int_eq(events_wait(0), EVENT_NONE);
}
END_TEST

/* In the group of whoever calls it, with default dispositions. */
static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		sigset_t none;

		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		signal(SIGTERM, SIG_DFL);
		alarm(20);
		pause();
		_exit(0);
	}
	return pid;
}

static void forward_as_leader(const void *argument)
{
	pid_t member;
	int status;

	(void)argument;
	setpgid(0, 0);
	events_block(true);
	member = sleeper();
	events_forward_term();
	events_forward_term();
	waitpid(member, &status, 0);
	printf("member %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	/* Of two that wait, the lower number comes first. */
	printf("copy counts: %d\n", events_wait(5000) != EVENT_NONE);
	printf("child told: %d\n", events_wait(5000) == EVENT_CHILD);
}

START_TEST(what_we_forward_to_our_group_is_no_second_stop)
{
	static struct forked forked;
	const char *line;

	forked_run(&forked, forward_as_leader, NULL);
	ck_assert_msg(forked.status == 0, "%d %s", forked.status, forked.text);
	ck_assert_msg(strstr(forked.text, "member 15\n") != NULL, "%s", forked.text);
	ck_assert_msg(strstr(forked.text, "copy counts: 0\n") != NULL, "%s", forked.text);
	ck_assert_msg(strstr(forked.text, "child told: 1\n") != NULL, "%s", forked.text);
	ck_assert_msg(strstr(forked.text, ", stopping") == NULL, "%s", forked.text);
	line = strstr(forked.text, "forwarding TERM to process group ");
	ck_assert_ptr_nonnull(line);
	ck_assert_msg(!strstr(line + 1, "forwarding TERM"), "T77: once: %s", forked.text);
}
END_TEST

/* As a server that a script has started: both are in the script's group. */
static void forward_as_member(const void *argument)
{
	pid_t other = sleeper();
	int status;

	(void)argument;
	events_block(true);
	events_forward_term();
	printf("copies: %d\n", events_wait(0) != EVENT_NONE);
	kill(other, SIGUSR1);
	waitpid(other, &status, 0);
	printf("other %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

START_TEST(t123_the_group_of_the_caller_is_left_alone)
{
	static struct forked forked;
	struct sigaction action;

	/* Check leads the group: what comes to it would end this test. */
	ck_assert_int_eq(sigaction(SIGTERM, NULL, &action), 0);
	signal(SIGTERM, SIG_DFL);
	forked_run(&forked, forward_as_member, NULL);
	sigaction(SIGTERM, &action, NULL);
	ck_assert_msg(forked.status == 0, "%d %s", forked.status, forked.text);
	ck_assert_msg(strstr(forked.text, "copies: 0\nother 10\n") != NULL, "%s", forked.text);
	ck_assert_msg(strstr(forked.text, "forwarding TERM to children") != NULL, "%s",
		      forked.text);
}
END_TEST

Suite *events_suite(void)
{
	Suite *suite = suite_create("events");
	TCase *tcase = tcase_create("events");

	tcase_add_test(tcase, each_signal_is_an_event);
	tcase_add_test(tcase, a_stop_is_logged_once_with_its_sender);
	tcase_add_test(tcase, when_nothing_comes_the_time_ends_it);
	tcase_add_test(tcase, a_signal_that_came_before_is_not_lost);
	tcase_add_test(tcase, what_we_forward_to_our_group_is_no_second_stop);
	tcase_add_test(tcase, t123_the_group_of_the_caller_is_left_alone);
	suite_add_tcase(suite, tcase);
	return suite;
}
