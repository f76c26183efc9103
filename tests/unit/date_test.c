/* Points of time, and the one that is now: written once a second. */
#include "http/date.h"

#include <check.h>
#include <string.h>

Suite *date_suite(void);

START_TEST(dates_are_written_as_the_specification_does)
{
	char date[DATE_SIZE];

	date_write(784111777, date);
	ck_assert_str_eq(date, "Sun, 06 Nov 1994 08:49:37 GMT"); /* RFC 9110 section 5.6.7 */
}
END_TEST

START_TEST(what_was_never_written_is_now)
{
	struct date_now date = {.second = 0};
	char written[DATE_SIZE];

	ck_assert_ptr_eq(date_now(&date), date.text);
	date_write(date.second, written);
	ck_assert_str_eq(date.text, written);
	ck_assert_int_le(date.second, time(NULL));
	ck_assert_int_ge(date.second, time(NULL) - 60);
}
END_TEST

START_TEST(what_was_written_in_another_second_is_written_anew)
{
	static const time_t others[] = {-1, 1};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct date_now date = {.second = time(NULL) + 3600 * others[i]};
		char written[DATE_SIZE];

		strcpy(date.text, "Thu, 01 Jan 1970 00:00:00 GMT");
		date_now(&date);
		date_write(date.second, written);
		ck_assert_str_eq(date.text, written);
	}
}
END_TEST

START_TEST(what_was_written_in_this_second_stays)
{
	struct date_now date;
	time_t now;

	do {
		now = time(NULL);
		date = (struct date_now){.second = now, .text = "kept"};
		date_now(&date);
	} while (date.second != now);
	ck_assert_str_eq(date.text, "kept");
}
END_TEST

Suite *date_suite(void)
{
	Suite *suite = suite_create("date");
	TCase *all = tcase_create("all");

	tcase_add_test(all, dates_are_written_as_the_specification_does);
	tcase_add_test(all, what_was_never_written_is_now);
	tcase_add_test(all, what_was_written_in_another_second_is_written_anew);
	tcase_add_test(all, what_was_written_in_this_second_stays);
	suite_add_tcase(suite, all);
	return suite;
}
