/* What is asked for by Range, and what of it there is. */
#include "../../realms/range.h"

#include <check.h>
#include <stdio.h>

Suite *range_suite(void);

static const struct {
	const char *label;
	const char *value;
	const char *ranges; /* of 10000 octets; "" unsatisfiable, NULL ignored */
} range_rows[] = {
	{"S40", "bytes=0-499", "0-499"},
	{"S41", "bytes=500-", "500-9999"},
	{"S42", "bytes=-500", "9500-9999"},
	{"S43", "bytes=0-0", "0-0"},
	{"S44", "bytes=9999-20000", "9999-9999"},
	{"S45", "bytes=-20000", "0-9999"},
	{"S46", "bytes=10000-", ""},
	{"S47", "bytes=-0", ""},
	{"S48", "bytes=5-2", NULL},
	{"S49", "bytes=abc", NULL},
	{"S50 the unit has no case", "BYTES=0-1", "0-1"},
	{"S51 another unit", "items=0-1", NULL},
	{"S52", "bytes=0-1,5-6", "0-1 5-6"},
	{"S53 one of two", "bytes=0-1,10000-", "0-1"},
	{"S54 none of two", "bytes=10000-,-0", ""},
	{"S55 overlapping", "bytes=0-5,3-8", "0-8"},
	{"S55 touching", "bytes=0-5,6-8", "0-8"},
	{"S55 touching, the other way round", "bytes=6-8,0-5", "0-8"},
	{"S55 the order is kept", "bytes=20-21,0-1,10-11", "20-21 0-1 10-11"},
	{"S55 one joins two", "bytes=20-21,0-1,30-31,2-19", "0-21 30-31"},
	{"S55 one joins all", "bytes=30-31,0-1,20-21,2-29", "0-31"},
	{"S56 blank behind the unit", "bytes= 0-1", "0-1"},
	{"S57 blanks in the list", "bytes=0-1 , 4-5", "0-1 4-5"},
	{"S58 empty elements", "bytes=,0-1,", "0-1"},
	{"S59 too large a last", "bytes=0-99999999999999999999999", "0-9999"},
	{"S5a too large a first", "bytes=99999999999999999999999-", ""},
	{"S5b too large a suffix", "bytes=-99999999999999999999999", "0-9999"},
	{"the largest number", "bytes=18446744073709551615-18446744073709551615", ""},
	{"S5c", "bytes=", NULL},
	{"nothing but commas", "bytes=, ,", NULL},
	{"S5d", "bytes=0", NULL},
	{"S5e", "bytes=--1", NULL},
	{"S5f", "bytes=1-2-3", NULL},
	{"S5g", "bytes=+1-2", NULL},
	{"S5h", "bytes=0-1,x", NULL},
	{"blank within", "bytes=0 -1", NULL},
	{"only a dash", "bytes=-", NULL},
	{"S5i blank before the sign", "bytes =0-1", NULL},
	{"no sign", "bytes", NULL},
	{"nothing", "", NULL},
	{"S5k all, five times", "bytes=0-,0-,0-,0-,0-", "0-9999"},
	{"S5j sixteen",
	 "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,"
	 "24-24,26-26,28-28,30-30",
	 "0-0 2-2 4-4 6-6 8-8 10-10 12-12 14-14 16-16 18-18 20-20 22-22 24-24 26-26 28-28 30-30"},
	{"S5j seventeen",
	 "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,"
	 "24-24,26-26,28-28,30-30,32-32",
	 NULL},
};

static void range_say(const struct ranges *ranges, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < ranges->count; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%lu-%lu",
					   i > 0 ? " " : "", (unsigned long)ranges->list[i].first,
					   (unsigned long)ranges->list[i].last);
}

START_TEST(ranges_are_read)
{
	const char *expected = range_rows[_i].ranges;
	enum ranges_verdict verdict = !expected             ? RANGES_IGNORED
				      : expected[0] == '\0' ? RANGES_UNSATISFIABLE
							    : RANGES_SATISFIABLE;
	struct ranges ranges;
	char text[256];

	ck_assert_msg(ranges_read(octets_from(range_rows[_i].value), 10000, &ranges) == verdict,
		      "%s", range_rows[_i].label);
	range_say(&ranges, text, sizeof(text));
	if (verdict == RANGES_SATISFIABLE)
		ck_assert_msg(strcmp(text, expected) == 0, "%s: %s", range_rows[_i].label, text);
}
END_TEST

START_TEST(S6a_S6b_of_nothing_there_are_no_parts)
{
	struct ranges ranges;

	ck_assert_int_eq(ranges_read(OCTETS("bytes=0-"), 0, &ranges), RANGES_IGNORED);
	ck_assert_int_eq(ranges_read(OCTETS("bytes=-5"), 0, &ranges), RANGES_IGNORED);
}
END_TEST

START_TEST(no_size_is_too_large)
{
	struct ranges ranges;

	ck_assert_int_eq(ranges_read(OCTETS("bytes=-1,0-0"), UINT64_MAX, &ranges),
			 RANGES_SATISFIABLE);
	ck_assert_uint_eq(ranges.count, 2);
	ck_assert_uint_eq(ranges.list[0].first, UINT64_MAX - 1);
	ck_assert_uint_eq(ranges.list[0].last, UINT64_MAX - 1);
}
END_TEST

START_TEST(without_a_range_there_is_none)
{
	struct ranges ranges;

	ck_assert_int_eq(ranges_read((struct octets){.data = NULL}, 10, &ranges), RANGES_IGNORED);
}
END_TEST

Suite *range_suite(void)
{
	Suite *suite = suite_create("range");
	TCase *tests = tcase_create("range");

	tcase_add_loop_test(tests, ranges_are_read, 0, sizeof(range_rows) / sizeof(range_rows[0]));
	tcase_add_test(tests, S6a_S6b_of_nothing_there_are_no_parts);
	tcase_add_test(tests, no_size_is_too_large);
	tcase_add_test(tests, without_a_range_there_is_none);
	suite_add_tcase(suite, tests);
	return suite;
}
