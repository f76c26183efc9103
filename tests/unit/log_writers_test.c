/* A log file that is rotated under its writers: no line is lost, doubled or torn. */
#include "daemon/log_file.h"

#include "scratch.h"

#include <check.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

Suite *log_writers_suite(void);

#define WRITERS   3
#define LINES_MAX 100000 /* of each writer */
#define ROTATIONS 50

struct writer {
	int number;
	int lines;
	pthread_t thread;
	bool seen[LINES_MAX];
};

static atomic_bool writers_stop;

static void *writer_run(void *argument)
{
	struct writer *writer = argument;

	while (writer->lines < LINES_MAX && !writers_stop)
		log_line(LOG_LEVEL_INFO, "test", "writer %d line %d.", writer->number,
			 writer->lines++);
	return NULL;
}

/* Notes which lines are in a file; each is to be there once, whole. */
static void writers_read(struct writer *writers, const char *name)
{
	FILE *file = fopen(scratch_path(name), "r");
	char line[256];

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file)) {
		int writer;
		int number;

		if (strstr(line, " info logfile: "))
			continue;
		ck_assert_msg(sscanf(line, "%*s info test: writer %d line %d.", &writer, &number) ==
				      2,
			      "%s", line);
		ck_assert_msg(!writers[writer].seen[number], "twice: %s", line);
		writers[writer].seen[number] = true;
	}
	fclose(file);
}

START_TEST(t93_t100_no_line_is_lost_doubled_or_torn_under_its_writers)
{
	static struct writer writers[WRITERS];
	struct log_file *log_file;
	struct error error;
	char name[32] = "s.log";

	ck_assert_int_eq(log_file_open(scratch_path("s.log"), 0, 0, &log_file, &error), EX_OK);
	log_open(log_file_sink(log_file), LOG_LEVEL_INFO);
	for (int i = 0; i < WRITERS; i++) {
		writers[i].number = i;
		ck_assert_int_eq(pthread_create(&writers[i].thread, NULL, writer_run, &writers[i]),
				 0);
	}
	for (int i = 0; i < ROTATIONS; i++) {
		log_files_rotate(&log_file, 1);
		sched_yield();
	}
	writers_stop = true;
	for (int i = 0; i < WRITERS; i++)
		pthread_join(writers[i].thread, NULL);
	log_open_descriptor(STDERR_FILENO, LOG_LEVEL_INFO);
	log_file_close(log_file);
	for (int i = 1; scratch_exists(name); i++) {
		writers_read(writers, name);
		snprintf(name, sizeof(name), "s.log.%d", i);
	}
	for (int i = 0; i < WRITERS; i++)
		for (int line = 0; line < writers[i].lines; line++)
			ck_assert_msg(writers[i].seen[line], "lost: %d of %d", line, i);
}
END_TEST

Suite *log_writers_suite(void)
{
	Suite *suite = suite_create("log_writers");
	TCase *tests = tcase_create("log_writers");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_test(tests, t93_t100_no_line_is_lost_doubled_or_torn_under_its_writers);
	suite_add_tcase(suite, tests);
	return suite;
}
