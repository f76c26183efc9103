/* The two pipes between a test and its daemon. */
#include "daemon_fixture.h"

#include "base/clock.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define DAEMON_BOUND    20    /* seconds until a daemon that hangs is ended */
#define DAEMON_PATIENCE 5000  /* milliseconds */
#define DAEMON_UID      61997 /* no other process has it */

static struct {
	int reports[2];
	int orders[2]; /* the order is the end of this one */
} daemon_talk;

void daemon_setup(void)
{
	ck_assert_int_eq(pipe2(daemon_talk.reports, O_CLOEXEC), 0);
	ck_assert_int_eq(pipe2(daemon_talk.orders, O_CLOEXEC), 0);
	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
}

void daemon_report(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vdprintf(daemon_talk.reports[1], format, arguments);
	va_end(arguments);
}

void daemon_wait_for_order(void)
{
	char order;

	if (read(daemon_talk.orders[0], &order, 1) != 0)
		abort();
}

const char *daemon_hear(void)
{
	static char line[1024];
	size_t used = 0;

	while (used < sizeof(line) - 1 && read(daemon_talk.reports[0], line + used, 1) == 1 &&
	       line[used] != '\n')
		used++;
	line[used] = '\0';
	return line;
}

void daemon_order(void)
{
	close(daemon_talk.orders[1]);
}

static void daemon_limit_processes(unsigned int count)
{
	const struct rlimit limit = {count, count};

	if (setrlimit(RLIMIT_NPROC, &limit) != 0 ||
	    setresuid(DAEMON_UID, DAEMON_UID, DAEMON_UID) != 0)
		abort();
}

static void daemon_run(const void *argument)
{
	const struct daemon_plan *plan = argument;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct status_pipe pipe;
	struct error error;
	int status;

	close(daemon_talk.reports[0]);
	close(daemon_talk.orders[1]);
	if (plan->processes > 0)
		daemon_limit_processes(plan->processes);
	/* Comes out once, or daemonize() does not care for what is buffered. */
	printf("started\n");
	status = daemonize(null, plan->timeout, "server.log", &pipe, &error);
	if (status != EX_OK) {
		printf("returned: %s\n", error.text);
		fflush(stdout);
		_exit(status);
	}
	alarm(DAEMON_BOUND);
	plan->serve(&pipe);
}

void daemon_start(struct forked *forked, const struct daemon_plan *plan)
{
	forked_start(forked, daemon_run, plan);
	close(daemon_talk.reports[1]);
	close(daemon_talk.orders[0]);
}

void daemon_finish(struct forked *forked, int status, const char *text)
{
	static const char started[] = "started\n";

	forked_finish(forked);
	ck_assert_int_eq(strncmp(forked->text, started, strlen(started)), 0);
	ck_assert_str_eq(forked->text + strlen(started), text);
	ck_assert_int_eq(forked->status, status);
}

void daemon_start_and_finish(const struct daemon_plan *plan, int status, const char *text)
{
	struct forked forked;

	daemon_start(&forked, plan);
	daemon_finish(&forked, status, text);
}

void daemon_assert_gone(pid_t daemon)
{
	const uint64_t deadline = clock_monotonic_ms() + DAEMON_PATIENCE;
	pid_t got;

	/* It is nobody's child but its parent's until that has come to its own end, too. */
	while ((got = waitpid(daemon, NULL, WNOHANG)) < 0 && errno == ECHILD &&
	       clock_monotonic_ms() < deadline)
		usleep(5000);
	ck_assert_int_eq(got, daemon);
}
