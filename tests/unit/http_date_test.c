/* Dates that HTTP writes, and dates that it only reads. */
#include "../../realms/http_date.h"

#include <check.h>
#include <stdint.h>

Suite *http_date_suite(void);

#define NEW_YEAR_2024 INT64_C(1704164645) /* Tue, 02 Jan 2024 03:04:05 GMT */
#define RFC_9110_DATE INT64_C(784111777)  /* the example of section 5.6.7 */

static const struct {
	const char *label;
	const char *text;
	time_t date; /* -1: none */
} http_date_rows[] = {
	{"preferred", "Sun, 06 Nov 1994 08:49:37 GMT", RFC_9110_DATE},
	{"S24 RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", RFC_9110_DATE},
	{"S25 asctime", "Sun Nov  6 08:49:37 1994", RFC_9110_DATE},
	{"the first second", "Thu, 01 Jan 1970 00:00:00 GMT", 0},
	{"leap day", "Thu, 29 Feb 2024 00:00:00 GMT", 1709164800},
	{"S24 50 years ahead", "Tuesday, 01-Jan-74 00:00:00 GMT", -1},
	{"S24 50 years ahead is ahead", "Monday, 01-Jan-74 00:00:00 GMT", 3281990400},
	{"S24 51 years ahead is past", "Wednesday, 01-Jan-75 00:00:00 GMT", 157766400},
	{"S23 nothing", "", -1},
	{"S23 word", "yesterday", -1},
	{"S23 number", "784111777", -1},
	{"no leap year", "Wed, 29 Feb 2023 00:00:00 GMT", -1},
	{"another day of the week", "Mon, 06 Nov 1994 08:49:37 GMT", -1},
	{"hour 24", "Sun, 06 Nov 1994 24:49:37 GMT", -1},
	{"letters in the wrong case", "sun, 06 nov 1994 08:49:37 gmt", -1},
	{"blanks too many", "Sun,  06 Nov 1994 08:49:37 GMT", -1},
	{"day of one digit", "Sun, 6 Nov 1994 08:49:37 GMT", -1},
	{"another zone", "Sun, 06 Nov 1994 08:49:37 CET", -1},
	{"more behind it", "Sun, 06 Nov 1994 08:49:37 GMT; length=1", -1},
	{"two dates", "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", -1},
};

START_TEST(dates_are_read_in_three_forms)
{
	const char *text = http_date_rows[_i].text;
	time_t date = -1;
	bool read = http_date_read(octets_from(text), NEW_YEAR_2024, &date);

	ck_assert_msg(read == (http_date_rows[_i].date >= 0), "%s", http_date_rows[_i].label);
	if (read)
		ck_assert_msg(date == http_date_rows[_i].date, "%s: %ld", http_date_rows[_i].label,
			      (long)date);
}
END_TEST

START_TEST(a_date_ends_where_its_octets_end)
{
	static const char text[] = "Sun, 06 Nov 1994 08:49:37 GMT\0";
	time_t date;

	ck_assert(!http_date_read((struct octets){text, sizeof(text) - 1}, 0, &date));
	ck_assert(!http_date_read((struct octets){text, sizeof(text) - 3}, 0, &date));
	ck_assert(http_date_read((struct octets){text, sizeof(text) - 2}, 0, &date));
}
END_TEST

START_TEST(dates_are_written_in_the_preferred_form)
{
	static const struct {
		time_t date;
		const char *text;
	} rows[] = {
		{RFC_9110_DATE, "Sun, 06 Nov 1994 08:49:37 GMT"},
		{NEW_YEAR_2024, "Tue, 02 Jan 2024 03:04:05 GMT"},
		{-1, "Thu, 01 Jan 1970 00:00:00 GMT"},
		{INT64_MAX, "Fri, 31 Dec 9999 23:59:59 GMT"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[HTTP_DATE_MAX];

		http_date_write(rows[i].date, text);
		ck_assert_str_eq(text, rows[i].text);
	}
}
END_TEST

Suite *http_date_suite(void)
{
	Suite *suite = suite_create("http_date");
	TCase *tests = tcase_create("http_date");

	tcase_add_loop_test(tests, dates_are_read_in_three_forms, 0,
			    sizeof(http_date_rows) / sizeof(http_date_rows[0]));
	tcase_add_test(tests, a_date_ends_where_its_octets_end);
	tcase_add_test(tests, dates_are_written_in_the_preferred_form);
	suite_add_tcase(suite, tests);
	return suite;
}
