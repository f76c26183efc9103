/* A log file: what may be one, and when it is rotated. */
#include "daemon/log_file.h"

#include "forked.h"
#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

Suite *log_file_suite(void);

static struct log_file *log_file;
static struct error error;

/* Opens "s.log" in the scratch directory as the log. */
static void log_to_file(uint64_t length, unsigned int keep)
{
	ck_assert_msg(log_file_open(scratch_path("s.log"), length, keep, &log_file, &error) ==
			      EX_OK,
		      "%s", error.text);
	log_open(log_file_sink(log_file), LOG_LEVEL_INFO);
}

static void close_log(void)
{
	log_open_descriptor(STDERR_FILENO, LOG_LEVEL_INFO);
	log_file_close(log_file);
	log_file = NULL;
}

static void log_text(const char *text)
{
	log_line(LOG_LEVEL_INFO, "test", "%s", text);
}

static bool has(const char *name, const char *text)
{
	return strstr(scratch_read(name), text) != NULL;
}

static bool rotation_is_asked_for(void)
{
	sigset_t pending;

	sigpending(&pending);
	return sigismember(&pending, SIGUSR1);
}

static void block_rotation(void)
{
	sigset_t rotation;

	sigemptyset(&rotation);
	sigaddset(&rotation, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &rotation, NULL);
}

/* Takes the signal as the main thread does. */
static void take_rotation(void)
{
	sigset_t rotation;
	int number;

	sigemptyset(&rotation);
	sigaddset(&rotation, SIGUSR1);
	sigwait(&rotation, &number);
	log_files_rotate(&log_file, 1);
}

START_TEST(t92_a_new_file_has_mode_0640_whatever_the_umask)
{
	struct stat status;

	umask(0077);
	log_to_file(0, 0);
	log_text("hello");
	ck_assert(has("s.log", "Z info test: hello\n"));
	ck_assert_int_eq(stat(scratch_path("s.log"), &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0640);
	close_log();
}
END_TEST

START_TEST(an_old_file_is_continued)
{
	scratch_write("s.log", OCTETS("old\n"));
	log_to_file(0, 0);
	log_text("new");
	ck_assert_str_eq(strtok((char *)scratch_read("s.log"), "\n"), "old");
	ck_assert(has("s.log", "new\n"));
	close_log();
}
END_TEST

START_TEST(t39_t40_what_is_no_file_is_refused)
{
	static const struct {
		const char *label;
		const char *name;
		const char *reason;
	} rows[] = {
		{"a directory that is not there", "nothing/s.log", "No such file or directory"},
		{"a directory", "directory", "Is a directory"},
		{"a FIFO that nobody reads", "fifo", "not a regular file"},
		{"a FIFO that somebody reads", "read", "not a regular file"},
		{"a symbolic link", "link", "is a symbolic link"},
		{"a hard link", "name", "has another name (a hard link)"},
	};

	scratch_write("victim", OCTETS("mine\n"));
	ck_assert_int_eq(mkdir(scratch_path("directory"), 0755), 0);
	ck_assert_int_eq(mkfifo(scratch_path("fifo"), 0644), 0);
	ck_assert_int_eq(mkfifo(scratch_path("read"), 0644), 0);
	ck_assert_int_ge(open(scratch_path("read"), O_RDONLY | O_NONBLOCK | O_CLOEXEC), 0);
	ck_assert_int_eq(symlink(scratch_path("victim"), scratch_path("link")), 0);
	ck_assert_int_eq(link(scratch_path("victim"), scratch_path("name")), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char expected[256];

		ck_assert_msg(log_file_open(scratch_path(rows[i].name), 0, 0, &log_file, &error) ==
				      EX_CANTCREAT,
			      "%s", rows[i].label);
		snprintf(expected, sizeof(expected), "%s: %s", scratch_path(rows[i].name),
			 rows[i].reason);
		ck_assert_str_eq(error.text, expected);
	}
	ck_assert_int_eq(log_file_open("/dev/tty", 0, 0, &log_file, &error), EX_CANTCREAT);
	ck_assert_int_eq(log_file_open("/dev/null", 0, 0, &log_file, &error), EX_CANTCREAT);
	ck_assert_str_eq(scratch_read("victim"), "mine\n");
}
END_TEST

START_TEST(t93_the_newest_of_the_old_files_is_number_1)
{
	log_to_file(0, 0);
	for (int i = 0; i < 12; i++) {
		log_line(LOG_LEVEL_INFO, "test", "number %d.", i);
		log_files_rotate(&log_file, 1);
	}
	ck_assert(has("s.log.1", "number 11."));
	ck_assert(has("s.log.2", "number 10."));
	ck_assert(has("s.log.12", "number 0."));
	ck_assert(!scratch_exists("s.log.13"));
	ck_assert(!has("s.log", "number"));
	close_log();
}
END_TEST

START_TEST(t94_as_many_old_files_stay_as_are_to_be_kept)
{
	scratch_write("s.log.1", OCTETS("before 1"));
	scratch_write("s.log.2", OCTETS("before 2"));
	scratch_write("s.log.3", OCTETS("before 3"));
	scratch_write("s.log.5", OCTETS("beyond a gap"));
	log_to_file(0, 2);
	log_text("first");
	log_files_rotate(&log_file, 1);
	ck_assert(has("s.log.1", "first"));
	ck_assert(has("s.log.2", "before 1"));
	ck_assert(!scratch_exists("s.log.3"));
	ck_assert(has("s.log.5", "beyond a gap"));
	close_log();
}
END_TEST

START_TEST(a_file_that_gets_too_long_asks_for_a_rotation_once)
{
	block_rotation();
	log_to_file(200, 0);
	log_text("short");
	ck_assert(!rotation_is_asked_for());
	for (int i = 0; i < 20; i++)
		log_text("long");
	ck_assert(rotation_is_asked_for());
	take_rotation();
	ck_assert(has("s.log.1", "long"));
	ck_assert_str_eq(scratch_read("s.log"), "");
	log_text("short");
	ck_assert(!rotation_is_asked_for());
	close_log();
}
END_TEST

START_TEST(a_request_that_was_met_already_makes_no_empty_file)
{
	block_rotation();
	log_to_file(10, 0);
	log_text("long");
	ck_assert_int_eq(truncate(scratch_path("s.log"), 0), 0);
	take_rotation();
	ck_assert(!scratch_exists("s.log.1"));
	/* From outside it is another matter. */
	kill(getpid(), SIGUSR1);
	take_rotation();
	ck_assert(scratch_exists("s.log.1"));
	close_log();
}
END_TEST

static void log_and_look(const void *argument)
{
	(void)argument;
	log_text("long");
	_exit(rotation_is_asked_for());
}

START_TEST(a_request_that_stays_behind_in_a_fork_is_made_again)
{
	struct forked daemon;

	block_rotation();
	log_to_file(10, 0);
	log_text("long");
	forked_run(&daemon, log_and_look, NULL);
	ck_assert_int_eq(daemon.status, true);
	close_log();
}
END_TEST

/* Two logs, the other of which is one line long and may be longer. */
static void rotate_two(void (*ask)(void))
{
	struct log_file *files[3] = {NULL};

	block_rotation();
	log_to_file(100, 0);
	ck_assert_int_eq(log_file_open(scratch_path("other.log"), 1000, 0, &files[2], &error),
			 EX_OK);
	log_file_sink(files[2])->write(log_file_sink(files[2]), LOG_LEVEL_INFO, "other\n", 6);
	ask();
	ck_assert(rotation_is_asked_for());
	files[0] = log_file;
	log_files_rotate(files, 3);
	log_file_close(files[2]);
}

static void ask_by_length(void)
{
	for (int i = 0; i < 5; i++)
		log_text("long");
}

static void ask_from_outside(void)
{
	log_text("short");
	kill(getpid(), SIGUSR1);
}

START_TEST(a_file_that_gets_too_long_rotates_no_other)
{
	rotate_two(ask_by_length);
	ck_assert(scratch_exists("s.log.1"));
	ck_assert(!scratch_exists("other.log.1"));
	close_log();
}
END_TEST

START_TEST(who_asks_from_outside_gets_all_files_anew)
{
	rotate_two(ask_from_outside);
	ck_assert(scratch_exists("s.log.1"));
	ck_assert(has("other.log.1", "other"));
	close_log();
}
END_TEST

START_TEST(where_nobody_waits_for_the_signal_it_is_not_sent)
{
	log_to_file(10, 0);
	log_text("SIGUSR1 would end this test");
	log_files_rotate(&log_file, 1);
	ck_assert(has("s.log.1", "would end"));
	close_log();
}
END_TEST

START_TEST(t95_a_file_that_was_moved_away_is_opened_anew)
{
	log_to_file(0, 0);
	log_text("old");
	ck_assert_int_eq(rename(scratch_path("s.log"), scratch_path("s.log.1")), 0);
	log_text("still old");
	log_files_rotate(&log_file, 1);
	log_text("new");
	ck_assert(has("s.log.1", "still old"));
	ck_assert(has("s.log", "info test: new"));
	ck_assert(!scratch_exists("s.log.2"));
	close_log();
}
END_TEST

START_TEST(t95_a_file_that_logrotate_made_is_taken)
{
	log_to_file(0, 0);
	ck_assert_int_eq(rename(scratch_path("s.log"), scratch_path("s.log.1")), 0);
	scratch_write("s.log", OCTETS(""));
	log_files_rotate(&log_file, 1);
	log_text("new");
	ck_assert(has("s.log", "info test: new"));
	ck_assert(!scratch_exists("s.log.2"));
	close_log();
}
END_TEST

START_TEST(a_link_that_was_put_in_its_place_is_not_followed)
{
	scratch_write("victim", OCTETS(""));
	log_to_file(0, 0);
	ck_assert_int_eq(rename(scratch_path("s.log"), scratch_path("s.log.1")), 0);
	ck_assert_int_eq(symlink(scratch_path("victim"), scratch_path("s.log")), 0);
	log_files_rotate(&log_file, 1);
	log_text("new");
	ck_assert_str_eq(scratch_read("victim"), "");
	ck_assert(has("s.log.1", "cannot rotate, the old file stays: is a symbolic link"));
	ck_assert(has("s.log.1", "info test: new"));
	close_log();
}
END_TEST

START_TEST(the_descriptor_keeps_its_number_and_no_other_is_left_open)
{
	int before = dup(STDIN_FILENO);
	int after;

	close(before);
	log_to_file(0, 0);
	for (int i = 0; i < 5; i++)
		log_files_rotate(&log_file, 1);
	close_log();
	after = dup(STDIN_FILENO);
	close(after);
	ck_assert_int_eq(after, before);
}
END_TEST

START_TEST(t99_after_truncation_there_is_no_hole)
{
	block_rotation();
	log_to_file(1000, 0);
	for (int file = 0; file < 2; file++) {
		for (int i = 0; i < 20; i++)
			log_text("before it is truncated");
		ck_assert_int_eq(truncate(scratch_path("s.log"), 0), 0);
		take_rotation();
		log_text("after");
		/* The first byte of a hole would end the text. */
		ck_assert(has("s.log", "Z info test: after\n"));
		ck_assert_int_eq(scratch_exists("s.log.1"), file > 0);
		log_files_rotate(&log_file, 1);
	}
	close_log();
}
END_TEST

Suite *log_file_suite(void)
{
	Suite *suite = suite_create("log_file");
	TCase *tests = tcase_create("log_file");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_test(tests, t39_t40_what_is_no_file_is_refused);
	tcase_add_test(tests, t92_a_new_file_has_mode_0640_whatever_the_umask);
	tcase_add_test(tests, an_old_file_is_continued);
	tcase_add_test(tests, t93_the_newest_of_the_old_files_is_number_1);
	tcase_add_test(tests, t94_as_many_old_files_stay_as_are_to_be_kept);
	tcase_add_test(tests, a_file_that_gets_too_long_asks_for_a_rotation_once);
	tcase_add_test(tests, a_request_that_was_met_already_makes_no_empty_file);
	tcase_add_test(tests, a_request_that_stays_behind_in_a_fork_is_made_again);
	tcase_add_test(tests, a_file_that_gets_too_long_rotates_no_other);
	tcase_add_test(tests, who_asks_from_outside_gets_all_files_anew);
	tcase_add_test(tests, where_nobody_waits_for_the_signal_it_is_not_sent);
	tcase_add_test(tests, t95_a_file_that_was_moved_away_is_opened_anew);
	tcase_add_test(tests, t95_a_file_that_logrotate_made_is_taken);
	tcase_add_test(tests, a_link_that_was_put_in_its_place_is_not_followed);
	tcase_add_test(tests, the_descriptor_keeps_its_number_and_no_other_is_left_open);
	tcase_add_test(tests, t99_after_truncation_there_is_no_hole);
	suite_add_tcase(suite, tests);
	return suite;
}
