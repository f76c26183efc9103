/* The log: whatever is logged, one line comes out, and nothing can forge another. */
#include "base/log.h"

#include "postern/container.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 4096 /* bytes with the newline: the longest line */

Suite *log_suite(void);

/* The log's end of a pipe, and the test's. */
static int log_test_pipe[2];

static void log_test_open(void)
{
	ck_assert_int_eq(pipe(log_test_pipe), 0);
	log_open_descriptor(log_test_pipe[1], LOG_LEVEL_INFO);
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

START_TEST(a_reader_that_does_not_read_stops_nobody)
{
	char page[LINE_SIZE];

	for (int i = 0; i < 1000; i++)
		log_line(LOG_LEVEL_INFO, "test", "%200d", i);
	/* Lines are lost, and the next one that gets through says how many. */
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(read(log_test_pipe[0], page, sizeof(page)), sizeof(page));
	log_line(LOG_LEVEL_INFO, "test", "after");
	while (!memmem(page, sizeof(page), "lines lost", 10))
		ck_assert_int_gt(read(log_test_pipe[0], page, sizeof(page)), 0);
}
END_TEST

START_TEST(what_can_be_tried_again_can_be_told_from_what_is_lost)
{
	struct log_descriptor output;
	char line[100] = "";

	line[sizeof(line) - 1] = '\n';
	log_descriptor_init(&output, log_test_pipe[1]);
	while (output.base.write(&output.base, LOG_LEVEL_INFO, line, sizeof(line)))
		continue;
	ck_assert_int_eq(errno, EAGAIN);
	ck_assert_int_ge(dup2(open("/dev/full", O_WRONLY), log_test_pipe[1]), 0);
	ck_assert(!output.base.write(&output.base, LOG_LEVEL_INFO, line, sizeof(line)));
	ck_assert_int_eq(errno, ENOSPC);
}
END_TEST

START_TEST(a_line_has_a_level_an_area_and_a_text)
{
	log_line(LOG_LEVEL_WARNING, "http", "%d requests", 3);
	ck_assert_str_eq(log_test_read_event(), "warning http: 3 requests\n");
}
END_TEST

/* time() may be a tick late. */
static time_t now(void)
{
	struct timespec precise;

	clock_gettime(CLOCK_REALTIME, &precise);
	return precise.tv_sec;
}

START_TEST(a_line_begins_with_the_time_in_utc_with_milliseconds)
{
	time_t before = now();
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
	ck_assert_int_le(logged, now());
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
	log_open_descriptor(log_test_pipe[1], LOG_LEVEL_DEBUG);
	log_line(LOG_LEVEL_DEBUG, "http", "debug");
	ck_assert_str_eq(log_test_read_event(), "debug http: debug\n");
}
END_TEST

START_TEST(errno_is_kept)
{
	log_open_descriptor(-1, LOG_LEVEL_INFO);
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

/* Puts something else under the log's descriptor. */
static void log_test_redirect(int descriptor)
{
	ck_assert_int_ge(dup2(descriptor, log_test_pipe[1]), 0);
	close(descriptor);
}

START_TEST(t103_lines_that_are_lost_are_counted)
{
	int kept = dup(log_test_pipe[1]);
	const char *first;
	const char *second;

	log_test_redirect(open("/dev/full", O_WRONLY));
	for (int i = 0; i < 3; i++)
		log_line(LOG_LEVEL_INFO, "http", "lost");
	log_test_redirect(kept);
	log_line(LOG_LEVEL_INFO, "http", "first");
	log_line(LOG_LEVEL_INFO, "http", "second");
	first = strstr(log_test_read_event(), "warning log: 3 lines lost\n");
	ck_assert_ptr_nonnull(first);
	second = strstr(first, "info http: first\n");
	ck_assert_ptr_nonnull(second);
	ck_assert_ptr_null(strstr(second, "lost"));
	ck_assert_ptr_nonnull(strstr(second, "info http: second\n"));
}
END_TEST

START_TEST(t103_what_a_full_disk_cut_off_ends_before_the_next_line)
{
	const struct rlimit full = {.rlim_cur = 50, .rlim_max = RLIM_INFINITY};
	const struct rlimit free_again = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
	int file = memfd_create("log", MFD_CLOEXEC);
	char text[1024] = "";

	signal(SIGXFSZ, SIG_IGN);
	log_open_descriptor(file, LOG_LEVEL_INFO);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &full), 0);
	log_line(LOG_LEVEL_INFO, "http", "this line does not fit");
	log_line(LOG_LEVEL_INFO, "http", "nor does this");
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &free_again), 0);
	log_line(LOG_LEVEL_INFO, "http", "this one does");
	ck_assert_int_gt(pread(file, text, sizeof(text) - 1, 0), 50);
	ck_assert_int_eq(text[50], '\n');
	ck_assert_ptr_nonnull(strstr(text + 51, "Z warning log: 2 lines lost\n"));
	ck_assert_ptr_nonnull(strstr(text + 51, "Z info http: this one does\n"));
	ck_assert_ptr_null(strstr(text, "\n\n"));
	close(file);
}
END_TEST

/* A sink that notes what it was given. */
struct note {
	struct log_sink base;
	enum log_level level;
	char line[LINE_SIZE];
};

static bool note_write(struct log_sink *sink, enum log_level level, const char *line, size_t length)
{
	struct note *note = container_of(sink, struct note, base);

	note->level = level;
	memcpy(note->line, line, length);
	return true;
}

START_TEST(a_sink_gets_the_level_and_the_line)
{
	static struct note note = {.base.write = note_write};

	log_open(&note.base, LOG_LEVEL_INFO);
	log_line(LOG_LEVEL_WARNING, "http", "text");
	ck_assert_int_eq(note.level, LOG_LEVEL_WARNING);
	ck_assert_str_eq(note.line + LOG_TIME_LENGTH, "warning http: text\n");
}
END_TEST

Suite *log_suite(void)
{
	Suite *suite = suite_create("log");
	TCase *tests = tcase_create("log");

	tcase_add_checked_fixture(tests, log_test_open, log_test_close);
	tcase_add_test(tests, a_reader_that_does_not_read_stops_nobody);
	tcase_add_test(tests, what_can_be_tried_again_can_be_told_from_what_is_lost);
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
	tcase_add_test(tests, t103_lines_that_are_lost_are_counted);
	tcase_add_test(tests, t103_what_a_full_disk_cut_off_ends_before_the_next_line);
	tcase_add_test(tests, a_sink_gets_the_level_and_the_line);
	suite_add_tcase(suite, tests);
	return suite;
}
