/* What a body made of parts reads like, from whatever position on. */
#include "http/parts.h"
#include "postern/memory.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

Suite *parts_suite(void);

/* "0123456789" */
static int parts_file(void)
{
	int descriptor = memfd_create("parts", MFD_CLOEXEC);

	ck_assert_int_eq(write(descriptor, "0123456789", 10), 10);
	return descriptor;
}

START_TEST(parts_follow_each_other_whatever_the_blocks)
{
	const struct response_part list[] = {
		{.text = OCTETS("<a>"), .offset = 2, .length = 3},
		{.text = OCTETS(""), .offset = 9, .length = 1},
		{.text = OCTETS("<b>"), .offset = 0, .length = 0},
		{.text = OCTETS("<c>"), .offset = 0, .length = 10},
		{.text = OCTETS("<end>")},
	};
	const char expected[] = "<a>2349<b><c>0123456789<end>";
	struct parts *parts = parts_create(parts_file(), list, sizeof(list) / sizeof(list[0]));
	char body[64];

	ck_assert_uint_eq(parts_length(parts), strlen(expected));
	for (size_t block = 1; block < sizeof(body) / 2; block++) {
		size_t length = 0;

		while (length < strlen(expected)) {
			ssize_t count = parts_read(parts, length, body + length, block);

			ck_assert_int_gt(count, 0);
			ck_assert_int_le(count, (ssize_t)block);
			length += (size_t)count;
		}
		body[length] = '\0';
		ck_assert_str_eq(body, expected);
	}
	parts_destroy(parts);
}
END_TEST

/* S6d: the connection is then closed. */
START_TEST(a_file_that_has_shrunk_is_an_error)
{
	const struct response_part part = {.text = OCTETS("<a>"), .offset = 2, .length = 8};
	int descriptor = parts_file();
	struct parts *parts = parts_create(descriptor, &part, 1);
	char body[64];

	ck_assert_int_eq(ftruncate(descriptor, 5), 0);
	/* What is still there, too: it may be of another version. */
	ck_assert_int_eq(parts_read(parts, 3, body, sizeof(body)), -1);
	parts_destroy(parts);
}
END_TEST

START_TEST(the_descriptor_is_closed_with_the_parts)
{
	int descriptor = parts_file();

	parts_destroy(parts_create(descriptor, NULL, 0));
	ck_assert_int_eq(fcntl(descriptor, F_GETFD), -1);
	parts_destroy(NULL);
}
END_TEST

Suite *parts_suite(void)
{
	Suite *suite = suite_create("parts");
	TCase *tests = tcase_create("parts");

	tcase_add_test(tests, parts_follow_each_other_whatever_the_blocks);
	tcase_add_test(tests, a_file_that_has_shrunk_is_an_error);
	tcase_add_test(tests, the_descriptor_is_closed_with_the_parts);
	suite_add_tcase(suite, tests);
	return suite;
}
