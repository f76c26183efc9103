/* What the caller left behind: descriptors, signals, environment, limits. */
#include "daemon/sanitize.h"
#include "forked.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

Suite *sanitize_suite(void);

/* 32 and 33: the C library keeps them for itself, as whoever started us left them. */
#define LIBRARY_SIGNALS 0x180000000UL

#define KEPT 9 /* the descriptor to be kept, for reports */

/* In a process of its own, which `prepare` brings into disorder before, and `report` looks at
 * afterwards: what it prints on KEPT is the result. */
struct disorder {
	void (*prepare)(void);
	void (*report)(void);
};

static void make_disorder(const void *argument)
{
	const struct disorder *disorder = argument;
	struct error error;

	dup2(STDOUT_FILENO, KEPT);
	disorder->prepare();
	if (sanitize(KEPT, &error) != EX_OK)
		dprintf(KEPT, "%s\n", error.text);
	else
		disorder->report();
}

static const char *sanitized(void (*prepare)(void), void (*report)(void))
{
	static struct forked forked;
	const struct disorder disorder = {.prepare = prepare, .report = report};

	forked_run(&forked, make_disorder, &disorder);
	ck_assert_msg(forked.status == 0, "%d %s", forked.status, forked.text);
	return forked.text;
}

static void prepare_nothing(void)
{
}

/* Numbers of what is open, and of what would stay open over an exec. */
static void report_open(void)
{
	for (int descriptor = 0; descriptor < 300; descriptor++) {
		int flags = fcntl(descriptor, F_GETFD);

		if (flags >= 0)
			dprintf(KEPT, "%d%s ", descriptor, flags & FD_CLOEXEC ? "" : "!");
	}
}

static void prepare_open(void)
{
	static const int open_ones[] = {3, 4, 5, 7, 8, 10, 251};

	for (size_t i = 0; i < sizeof(open_ones) / sizeof(open_ones[0]); i++)
		dup2(STDOUT_FILENO, open_ones[i]);
}

/* Case 13. */
START_TEST(only_the_standard_descriptors_and_the_one_to_keep_stay_open)
{
	ck_assert_str_eq(sanitized(prepare_open, report_open), "0! 1! 2! 9 ");
}
END_TEST

static void prepare_closed(void)
{
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
}

static void report_standard(void)
{
	for (int standard = 0; standard <= STDERR_FILENO; standard++) {
		char path[64];
		char target[64];
		ssize_t length;

		snprintf(path, sizeof(path), "/proc/self/fd/%d", standard);
		length = readlink(path, target, sizeof(target));
		dprintf(KEPT, "%.*s ", (int)length, target);
	}
	dprintf(KEPT, "%d", open("/dev/null", O_RDONLY | O_CLOEXEC));
}

/* Case 15. */
START_TEST(closed_standard_descriptors_are_opened_so_that_no_file_gets_their_numbers)
{
	ck_assert_str_eq(sanitized(prepare_closed, report_standard),
			 "/dev/null /dev/null /dev/null 3");
}
END_TEST

static void pass_two(pid_t process)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", process);
	setenv("LISTEN_PID", number, 1);
	setenv("LISTEN_FDS", "2", 1);
	prepare_open();
}

static void prepare_passed(void)
{
	pass_two(getpid());
}

static void prepare_passed_to_another(void)
{
	pass_two(getppid());
}

static void prepare_passed_more_than_there_are(void)
{
	pass_two(getpid());
	setenv("LISTEN_FDS", "7", 1);
}

static void prepare_passed_nonsense(void)
{
	pass_two(getpid());
	setenv("LISTEN_FDS", "-1", 1);
}

START_TEST(descriptors_that_systemd_passed_to_us_stay_open)
{
	static const struct {
		const char *label;
		void (*prepare)(void);
		const char *open;
	} rows[] = {
		{"two", prepare_passed, "0! 1! 2! 3 4 9 "},
		{"to another process", prepare_passed_to_another, "0! 1! 2! 9 "},
		{"seven, the one to keep among them", prepare_passed_more_than_there_are,
		 "0! 1! 2! 3 4 5 7 8 9 "},
		{"less than none", prepare_passed_nonsense, "0! 1! 2! 9 "},
	};
	const char *open = sanitized(rows[_i].prepare, report_open);

	ck_assert_msg(strcmp(open, rows[_i].open) == 0, "%s: %s", rows[_i].label, open);
}
END_TEST

static void handle(int number)
{
	(void)number;
}

static void prepare_signals(void)
{
	sigset_t all;

	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGRTMIN, SIG_IGN);
	signal(SIGCHLD, handle);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
}

static void report_signals(void)
{
	char line[256];
	FILE *status = fopen("/proc/self/status", "re");

	while (fgets(line, sizeof(line), status))
		if (strncmp(line, "SigBlk", 6) == 0 || strncmp(line, "SigIgn", 6) == 0 ||
		    strncmp(line, "SigCgt", 6) == 0)
			dprintf(KEPT, "%.8s%016lx\n", line,
				strtoul(line + 8, NULL, 16) & ~LIBRARY_SIGNALS);
}

/* Case 17. */
START_TEST(signals_that_the_caller_ignored_or_blocked_are_as_they_should_be)
{
	char expected[128];

	snprintf(expected, sizeof(expected), "SigBlk:\t%016lx\nSigIgn:\t%016lx\nSigCgt:\t%016lx\n",
		 0UL,
		 1UL << (SIGPIPE - 1) | 1UL << (SIGWINCH - 1) | 1UL << (SIGIO - 1) |
			 1UL << (SIGPWR - 1) | 1UL << (SIGURG - 1),
		 0UL);
	ck_assert_str_eq(sanitized(prepare_signals, report_signals), expected);
}
END_TEST

static const struct {
	const char *name;
	bool kept;
} variables[] = {
	{"LD_DEBUG_OUTPUT", false},
	{"LD_PRELOAD", false},
	{"SSLKEYLOGFILE", false},
	{"OPENSSL_CONF", false},
	{"SQLITE_TMPDIR", false},
	{"MALLOC_PERTURB_", false},
	{"SECRET", false},
	{"FOO", false},
	{"TZDIR", false},
	{"LANGUAGE", false},
	{"TZ", true},
	{"LANG", true},
	{"LC_ALL", true},
	{"NOTIFY_SOCKET", true},
	{"WATCHDOG_USEC", true},
	{"WATCHDOG_PID", true},
	{"LISTEN_FDNAMES", true},
	{"JOURNAL_STREAM", true},
	{"CREDENTIALS_DIRECTORY", true},
	{"STATE_DIRECTORY", true},
};

static void prepare_variables(void)
{
	clearenv();
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		setenv(variables[i].name, "value", 1);
	setenv("PATH", "/home/mallory/bin:.", 1);
}

static void report_variables(void)
{
	size_t count = 0;

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = getenv(variables[i].name);

		if (variables[i].kept ? !value || strcmp(value, "value") != 0 : value != NULL)
			dprintf(KEPT, "%s=%s ", variables[i].name, value ? value : "");
	}
	for (char **variable = environ; *variable; variable++)
		count++;
	dprintf(KEPT, "%zu %s", count, getenv("PATH"));
}

/* Case 16. */
START_TEST(only_harmless_variables_stay_and_the_path_is_ours)
{
	ck_assert_str_eq(sanitized(prepare_variables, report_variables),
			 "11 /usr/sbin:/usr/bin:/sbin:/bin");
}
END_TEST

/* In place: what /proc shows is the memory in which they came. */
static void prepare_secrets(void)
{
	for (char **variable = environ; *variable; variable++)
		memset(*variable, 'X', strlen(*variable));
}

static void report_process(void)
{
	char text[65536];
	int file = open("/proc/self/environ", O_RDONLY | O_CLOEXEC);
	ssize_t length = read(file, text, sizeof(text));

	dprintf(KEPT, "%s", length > 0 && memchr(text, 'X', (size_t)length) ? "seen" : "unseen");
}

/* Case 16. */
START_TEST(what_does_not_stay_cannot_be_read_in_proc_either)
{
	ck_assert_str_eq(sanitized(prepare_secrets, report_process), "unseen");
}
END_TEST

static void report_limits(void)
{
	struct rlimit core, files;

	getrlimit(RLIMIT_CORE, &core);
	getrlimit(RLIMIT_NOFILE, &files);
	dprintf(KEPT, "%lu %lu %d", core.rlim_cur, core.rlim_max, files.rlim_cur == files.rlim_max);
}

static void prepare_limits(void)
{
	struct rlimit files;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = 64;
	setrlimit(RLIMIT_NOFILE, &files);
}

/* Case 20. */
START_TEST(there_are_no_core_dumps_and_as_many_files_as_allowed)
{
	ck_assert_str_eq(sanitized(prepare_limits, report_limits), "0 0 1");
}
END_TEST

START_TEST(doing_it_in_order_changes_no_more_than_is_said)
{
	ck_assert_str_eq(sanitized(prepare_nothing, report_open), "0! 1! 2! 9 ");
}
END_TEST

Suite *sanitize_suite(void)
{
	Suite *suite = suite_create("sanitize");
	TCase *tcase = tcase_create("sanitize");

	tcase_add_test(tcase, only_the_standard_descriptors_and_the_one_to_keep_stay_open);
	tcase_add_test(tcase,
		       closed_standard_descriptors_are_opened_so_that_no_file_gets_their_numbers);
	tcase_add_loop_test(tcase, descriptors_that_systemd_passed_to_us_stay_open, 0, 4);
	tcase_add_test(tcase, signals_that_the_caller_ignored_or_blocked_are_as_they_should_be);
	tcase_add_test(tcase, only_harmless_variables_stay_and_the_path_is_ours);
	tcase_add_test(tcase, what_does_not_stay_cannot_be_read_in_proc_either);
	tcase_add_test(tcase, there_are_no_core_dumps_and_as_many_files_as_allowed);
	tcase_add_test(tcase, doing_it_in_order_changes_no_more_than_is_said);
	suite_add_tcase(suite, tcase);
	return suite;
}
