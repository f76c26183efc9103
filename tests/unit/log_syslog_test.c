/* Syslog and the journal get a line without its time, and with a priority. */
#include "daemon/log_syslog.h"

#include "as_root.h"
#include "forked.h"
#include "scratch.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

Suite *log_syslog_suite(void);

static void log_to_the_journal(const void *argument)
{
	const char *suffix = argument;
	struct log_sink *sink;
	struct stat status;
	char stream[64];

	fstat(STDOUT_FILENO, &status);
	snprintf(stream, sizeof(stream), "%lu:%lu%s", status.st_dev, status.st_ino, suffix);
	setenv("JOURNAL_STREAM", stream, 1);
	sink = log_journal_sink();
	if (!sink)
		_exit(1);
	log_open(sink, LOG_LEVEL_DEBUG);
	log_line(LOG_LEVEL_ERROR, "test", "broken");
	log_line(LOG_LEVEL_WARNING, "test", "odd");
	log_line(LOG_LEVEL_INFO, "test", "well");
	log_line(LOG_LEVEL_DEBUG, "test", "busy");
}

START_TEST(the_journal_gets_priorities_and_no_times)
{
	struct forked process;

	forked_run(&process, log_to_the_journal, "");
	ck_assert_int_eq(process.status, 0);
	ck_assert_str_eq(process.text, "<3>error test: broken\n<4>warning test: odd\n"
				       "<6>info test: well\n<7>debug test: busy\n");
}
END_TEST

START_TEST(where_the_journal_does_not_read_it_is_not_written_to)
{
	struct forked process;

	/* Another inode: the service's output was redirected. */
	forked_run(&process, log_to_the_journal, "0");
	ck_assert_int_eq(process.status, 1);
	setenv("JOURNAL_STREAM", "nonsense", 1);
	ck_assert_ptr_null(log_journal_sink());
	unsetenv("JOURNAL_STREAM");
	ck_assert_ptr_null(log_journal_sink());
}
END_TEST

/* Prints what syslog receives, after a chroot that syslog is not in. */
static void log_to_syslog(const void *argument)
{
	const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};
	int syslog_socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	char message[1024] = "";

	(void)argument;
	if (chroot(scratch_directory()) < 0 || chdir("/") < 0 ||
	    bind(syslog_socket, (const struct sockaddr *)&address, sizeof(address)) < 0)
		_exit(1);
	log_open(log_syslog_sink("gate"), LOG_LEVEL_INFO);
	if (chroot("/empty") < 0)
		_exit(1);
	log_line(LOG_LEVEL_WARNING, "test", "100%%s");
	if (recv(syslog_socket, message, sizeof(message) - 1, MSG_DONTWAIT) > 0)
		printf("%s", message);
}

START_TEST(syslog_gets_lines_after_chroot)
{
	struct forked process;
	char expected[64];

	ck_assert_int_eq(mkdir(scratch_path("dev"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("empty"), 0755), 0);
	forked_run(&process, log_to_syslog, NULL);
	ck_assert_int_eq(process.status, 0);
	/* LOG_DAEMON is 3, LOG_WARNING 4: 3 * 8 + 4. */
	ck_assert_ptr_eq(strstr(process.text, "<28>"), process.text);
	snprintf(expected, sizeof(expected), " gate[%d]: warning test: 100%%s", process.pid);
	ck_assert_ptr_nonnull(strstr(process.text, expected));
	ck_assert_ptr_null(strchr(process.text, '\n'));
}
END_TEST

Suite *log_syslog_suite(void)
{
	Suite *suite = suite_create("log_syslog");
	TCase *tests = tcase_create("log_syslog");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_test(tests, the_journal_gets_priorities_and_no_times);
	tcase_add_test(tests, where_the_journal_does_not_read_it_is_not_written_to);
	tcase_add_root_test(tests, syslog_gets_lines_after_chroot);
	suite_add_tcase(suite, tests);
	return suite;
}
