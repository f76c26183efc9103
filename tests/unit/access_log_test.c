/* The access log under its writers: whole lines, and no waiting for whoever takes them. */
#include "http/access_log.h"

#include "postern/container.h"
#include "postern/memory.h"

#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define WRITERS 4
#define LINES   5000 /* of each writer */

Suite *access_log_suite(void);

/* A sink that keeps all lines, or takes none. */
struct keeper {
	struct log_sink base;
	atomic_int refusal; /* errno; 0: it takes lines */
	char *text;
	size_t length;
	atomic_uint pieces;
};

static bool keeper_write(struct log_sink *sink, enum log_level level, const char *lines,
			 size_t length)
{
	struct keeper *keeper = container_of(sink, struct keeper, base);

	(void)level;
	atomic_fetch_add(&keeper->pieces, 1);
	ck_assert_uint_le(length, LOG_LINE_MAX);
	errno = keeper->refusal;
	if (keeper->refusal)
		return false;
	keeper->text = memory_grow(keeper->text, keeper->length + length, 1);
	memcpy(keeper->text + keeper->length, lines, length);
	keeper->length += length;
	return true;
}

static struct keeper keeper;
static struct access_log *access_log;
static int log_pipe[2];

static void open_access_log(int refusal)
{
	const struct access_config config = {ACCESS_COMBINED, &keeper.base};
	struct error error;

	keeper = (struct keeper){.base.write = keeper_write, .refusal = refusal};
	ck_assert_int_eq(pipe(log_pipe), 0);
	log_open_descriptor(log_pipe[1], LOG_LEVEL_INFO);
	access_log = access_log_start(&config, WRITERS, &error);
	ck_assert_msg(access_log, "%s", error.text);
}

/* Ends it, and returns how many lines the log has said that are lost. */
static unsigned int close_access_log(void)
{
	char text[4096] = "";
	unsigned int lost = 0;

	access_log_finish(access_log);
	close(log_pipe[1]);
	log_open_descriptor(STDERR_FILENO, LOG_LEVEL_INFO);
	ck_assert_int_ge(read(log_pipe[0], text, sizeof(text) - 1), 0);
	close(log_pipe[0]);
	for (char *at = text; (at = strstr(at, "warning access: ")) != NULL; at++)
		lost += (unsigned int)atoi(at + strlen("warning access: "));
	return lost;
}

static void write_line(unsigned int slot, unsigned int number, const char *target)
{
	const struct access_entry entry = {
		.method = OCTETS("GET"),
		.target = octets_from(target),
		.protocol = OCTETS("HTTP/1.1"),
		.status = slot + 1,
		.complete = true,
		.length = number,
	};

	access_log_write(access_log, slot, &entry);
}

static void *write_lines(void *closure)
{
	unsigned int slot = (unsigned int)(uintptr_t)closure;

	for (unsigned int i = 0; i < LINES; i++)
		write_line(slot, i, "/");
	return NULL;
}

START_TEST(lines_of_several_loops_stay_whole_and_in_order)
{
	unsigned int next[WRITERS] = {0};
	pthread_t writers[WRITERS];
	char *line;
	char *end;

	open_access_log(0);
	for (uintptr_t i = 0; i < WRITERS; i++)
		pthread_create(&writers[i], NULL, write_lines, (void *)i);
	for (unsigned int i = 0; i < WRITERS; i++)
		pthread_join(writers[i], NULL);
	ck_assert_uint_eq(close_access_log(), 0);
	for (line = keeper.text; line < keeper.text + keeper.length; line = end + 1) {
		unsigned int slot;
		unsigned int number;

		end = memchr(line, '\n', (size_t)(keeper.text + keeper.length - line));
		ck_assert_ptr_nonnull(end);
		ck_assert_int_eq(sscanf(line,
					"- - - [01/Jan/1970:00:00:00 +0000] \"GET / HTTP/1.1\" "
					"%u %u \"-\" \"-\"\n",
					&slot, &number),
				 2);
		ck_assert_uint_eq(number, next[slot - 1]++);
	}
	for (unsigned int i = 0; i < WRITERS; i++)
		ck_assert_uint_eq(next[i], LINES);
	/* Many lines at once: writing is what it costs. */
	ck_assert_uint_lt(keeper.pieces, WRITERS * LINES / 10);
	free(keeper.text);
}
END_TEST

START_TEST(what_a_sink_does_not_take_is_lost_and_counted)
{
	open_access_log(ENOSPC);
	for (unsigned int i = 0; i < LINES; i++)
		write_line(0, i, "/");
	ck_assert_uint_eq(close_access_log(), LINES);
}
END_TEST

/* More than there is memory for, while nobody takes a line: all calls return. */
START_TEST(nobody_waits_for_a_sink_that_is_not_ready)
{
	const unsigned int count = 2 * ACCESS_LOG_MEMORY / 1000;
	char target[1001] = "";

	memset(target, 'a', sizeof(target) - 1);
	open_access_log(EAGAIN);
	for (unsigned int i = 0; i < count; i++)
		write_line(0, i, target);
	ck_assert_uint_eq(close_access_log(), count);
}
END_TEST

START_TEST(a_sink_that_becomes_ready_gets_what_has_waited)
{
	open_access_log(EAGAIN);
	write_line(0, 1, "/first");
	while (atomic_load(&keeper.pieces) == 0)
		usleep(1000);
	keeper.refusal = 0;
	ck_assert_uint_eq(close_access_log(), 0);
	ck_assert_ptr_nonnull(memmem(keeper.text, keeper.length, "/first", 6));
	free(keeper.text);
}
END_TEST

START_TEST(a_line_is_written_although_no_other_follows)
{
	open_access_log(0);
	write_line(0, 1, "/");
	while (atomic_load(&keeper.pieces) == 0)
		usleep(1000);
	ck_assert_uint_eq(close_access_log(), 0);
	free(keeper.text);
}
END_TEST

Suite *access_log_suite(void)
{
	Suite *suite = suite_create("access_log");
	TCase *tcase = tcase_create("access_log");

	tcase_add_test(tcase, lines_of_several_loops_stay_whole_and_in_order);
	tcase_add_test(tcase, what_a_sink_does_not_take_is_lost_and_counted);
	tcase_add_test(tcase, nobody_waits_for_a_sink_that_is_not_ready);
	tcase_add_test(tcase, a_sink_that_becomes_ready_gets_what_has_waited);
	tcase_add_test(tcase, a_line_is_written_although_no_other_follows);
	suite_add_tcase(suite, tcase);
	return suite;
}
