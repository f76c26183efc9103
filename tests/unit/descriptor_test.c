/* Reading a descriptor: all that there is, in however many pieces it comes. */
#include "postern/descriptor.h"

#include "forked.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

Suite *descriptor_suite(void);

static void write_in_pieces(const void *argument)
{
	(void)argument;
	for (int i = 0; i < 10; i++) {
		(void)!write(STDOUT_FILENO, "piece ", 6);
		usleep(1000);
	}
}

START_TEST(pieces_are_read_until_the_end)
{
	struct forked forked;
	char buffer[100];

	forked_start(&forked, write_in_pieces, NULL);
	ck_assert_int_eq(descriptor_read(forked.output, buffer, sizeof(buffer)), 60);
	ck_assert_int_eq(memcmp(buffer + 54, "piece ", 6), 0);
	forked_finish(&forked);
}
END_TEST

START_TEST(no_more_is_read_than_there_is_room)
{
	char buffer[] = "before";
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	ck_assert_int_eq(descriptor_read(zero, buffer, 3), 3);
	ck_assert_int_eq(memcmp(buffer, "\0\0\0ore", 6), 0);
	ck_assert_int_eq(descriptor_read(zero, buffer, 0), 0);
	close(zero);
}
END_TEST

START_TEST(what_cannot_be_read_is_an_error)
{
	char buffer[1];
	int directory = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	ck_assert_int_eq(descriptor_read(directory, buffer, 1), -1);
	ck_assert_int_eq(errno, EISDIR);
	close(directory);
}
END_TEST

START_TEST(it_is_closed_once_and_the_reason_stays)
{
	int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int number = descriptor;

	errno = ENOENT;
	descriptor_close(&descriptor);
	ck_assert_int_eq(descriptor, -1);
	descriptor_close(&descriptor);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_int_eq(fcntl(number, F_GETFD), -1);
}
END_TEST

Suite *descriptor_suite(void)
{
	Suite *suite = suite_create("descriptor");
	TCase *tests = tcase_create("descriptor");

	tcase_add_test(tests, pieces_are_read_until_the_end);
	tcase_add_test(tests, no_more_is_read_than_there_is_room);
	tcase_add_test(tests, what_cannot_be_read_is_an_error);
	tcase_add_test(tests, it_is_closed_once_and_the_reason_stays);
	suite_add_tcase(suite, tests);
	return suite;
}
