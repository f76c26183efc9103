/* The log: whatever is logged, one line comes out, and nothing can forge another. */
#include "base/log.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 4096 /* bytes with the newline: the longest line */

Suite *log_suite(void);

/* The log's end of a pipe, and the test's. */
static int log_test_pipe[2];

static void log_test_open(void)
{
	ck_assert_int_eq(pipe(log_test_pipe), 0);
	log_open(log_test_pipe[1], LOG_LEVEL_INFO);
}

static void log_test_close(void)
{
	close(log_test_pipe[0]);
	close(log_test_pipe[1]);
}

/* Everything that was logged, NUL-terminated. Ends the logging. */
static const char *log_test_read(void)
{
	static char text[2 * LINE_SIZE + 1];
	size_t used = 0;
	ssize_t got;

	close(log_test_pipe[1]);
	while ((got = read(log_test_pipe[0], text + used, sizeof(text) - 1 - used)) > 0)
		used += (size_t)got;
	text[used] = '\0';
	return text;
}

/* The same, without the time. */
static const char *log_test_read_event(void)
{
	const char *text = log_test_read();

	ck_assert_ptr_nonnull(strchr(text, ' '));
	return strchr(text, ' ') + 1;
}

START_TEST(a_line_has_a_level_an_area_and_a_text)
{
	log_line(LOG_LEVEL_WARNING, "http", "%d requests", 3);
	ck_assert_str_eq(log_test_read_event(), "warning http: 3 requests\n");
}
END_TEST

START_TEST(a_line_begins_with_the_time_in_utc_with_milliseconds)
{
	time_t before = time(NULL);
	struct tm parts = {0};
	const char *rest;
	int milliseconds;
	char zone;
	time_t logged;

	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	log_line(LOG_LEVEL_INFO, "http", "ready");
	rest = strptime(log_test_read(), "%Y-%m-%dT%H:%M:%S", &parts);
	ck_assert_ptr_nonnull(rest);
	ck_assert_int_eq(sscanf(rest, ".%3d%c ", &milliseconds, &zone), 2);
	ck_assert_int_eq(strspn(rest + 1, "0123456789"), 3);
	ck_assert_int_eq(zone, 'Z');
	logged = timegm(&parts);
	ck_assert_int_ge(logged, before);
	ck_assert_int_le(logged, time(NULL));
}
END_TEST

START_TEST(a_newline_does_not_forge_a_line)
{
	log_line(LOG_LEVEL_INFO, "login", "refused '%s'", "x'\n2026-11-21 info login: granted 'a");
	ck_assert_str_eq(log_test_read_event(),
			 "info login: refused 'x'\\x0a2026-11-21 info login: granted 'a'\n");
}
END_TEST

START_TEST(bytes_outside_printable_ascii_are_escaped)
{
	log_line(LOG_LEVEL_INFO, "login", "%s", "\x01\x1b[2J\x7f\x80\xc3\xbc\xff~ \\");
	ck_assert_str_eq(log_test_read_event(),
			 "info login: \\x01\\x1b[2J\\x7f\\x80\\xc3\\xbc\\xff~ \\\n");
}
END_TEST

/* Logs `length` times the byte; returns what comes out. */
static const char *log_test_repeat(char byte, size_t length)
{
	char text[2 * LINE_SIZE];

	memset(text, byte, length);
	text[length] = '\0';
	log_line(LOG_LEVEL_INFO, "t", "%s", text);
	return log_test_read();
}

/* What stands before the text: "2026-11-21T08:15:00.123Z info t: ". */
#define HEAD_SIZE 33

START_TEST(the_longest_line_is_not_cut)
{
	const char *line = log_test_repeat('a', LINE_SIZE - 1 - HEAD_SIZE);

	ck_assert_uint_eq(strlen(line), LINE_SIZE);
	ck_assert_str_eq(line + LINE_SIZE - 3, "aa\n");
}
END_TEST

START_TEST(a_longer_line_is_cut_and_says_so)
{
	const char *line = log_test_repeat('a', LINE_SIZE - HEAD_SIZE);

	ck_assert_uint_eq(strlen(line), LINE_SIZE);
	ck_assert_str_eq(line + LINE_SIZE - 8, "a [cut]\n");
}
END_TEST

START_TEST(a_line_that_grows_by_escaping_is_cut_between_escapes)
{
	const char *line = log_test_repeat('\n', LINE_SIZE / 2);

	ck_assert_uint_le(strlen(line), LINE_SIZE);
	ck_assert_uint_gt(strlen(line), LINE_SIZE - 4);
	ck_assert_str_eq(line + strlen(line) - 11, "\\x0a [cut]\n");
}
END_TEST

START_TEST(lines_below_the_level_are_left_out)
{
	log_line(LOG_LEVEL_DEBUG, "http", "debug");
	log_line(LOG_LEVEL_ERROR, "http", "error");
	ck_assert_str_eq(log_test_read_event(), "error http: error\n");
}
END_TEST

START_TEST(a_lower_level_lets_more_lines_through)
{
	log_open(log_test_pipe[1], LOG_LEVEL_DEBUG);
	log_line(LOG_LEVEL_DEBUG, "http", "debug");
	ck_assert_str_eq(log_test_read_event(), "debug http: debug\n");
}
END_TEST

START_TEST(errno_is_kept)
{
	log_open(-1, LOG_LEVEL_INFO);
	errno = ENOENT;
	log_line(LOG_LEVEL_INFO, "http", "nobody reads this");
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(an_error_number_can_be_logged)
{
	errno = ENOENT;
	log_line(LOG_LEVEL_INFO, "http", "cannot open: %m");
	ck_assert_str_eq(log_test_read_event(),
			 "info http: cannot open: No such file or directory\n");
}
END_TEST

Suite *log_suite(void)
{
	Suite *suite = suite_create("log");
	TCase *tests = tcase_create("log");

	tcase_add_checked_fixture(tests, log_test_open, log_test_close);
	tcase_add_test(tests, a_line_has_a_level_an_area_and_a_text);
	tcase_add_test(tests, a_line_begins_with_the_time_in_utc_with_milliseconds);
	tcase_add_test(tests, a_newline_does_not_forge_a_line);
	tcase_add_test(tests, bytes_outside_printable_ascii_are_escaped);
	tcase_add_test(tests, the_longest_line_is_not_cut);
	tcase_add_test(tests, a_longer_line_is_cut_and_says_so);
	tcase_add_test(tests, a_line_that_grows_by_escaping_is_cut_between_escapes);
	tcase_add_test(tests, lines_below_the_level_are_left_out);
	tcase_add_test(tests, a_lower_level_lets_more_lines_through);
	tcase_add_test(tests, errno_is_kept);
	tcase_add_test(tests, an_error_number_can_be_logged);
	suite_add_tcase(suite, tests);
	return suite;
}
