/* The moment from which an account is refused, as people write it. */
#include "accounts/expiry.h"

#include <check.h>
#include <string.h>

Suite *expiry_suite(void);

START_TEST(a_moment_is_read_and_written)
{
	static const struct {
		const char *text;
		int64_t expires;
		const char *again;
	} rows[] = {
		{"never", EXPIRY_NEVER, "never"},
		{"1970-01-02", 86400, "1970-01-02T00:00:00Z"},
		{"2027-01-31", 1801353600, "2027-01-31T00:00:00Z"},
		{"2027-01-31T12:34:56Z", 1801398896, "2027-01-31T12:34:56Z"},
		{"2028-02-29", 1835395200, "2028-02-29T00:00:00Z"},
		{"9999-12-31", 253402214400, "9999-12-31T00:00:00Z"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[EXPIRY_TEXT_MAX];
		struct error error;
		int64_t expires;

		ck_assert_msg(expiry_parse(rows[i].text, &expires, &error), "%s", error.text);
		ck_assert_int_eq(expires, rows[i].expires);
		expiry_format(expires, text);
		ck_assert_str_eq(text, rows[i].again);
	}
}
END_TEST

START_TEST(anything_else_is_an_error)
{
	static const char *const texts[] = {
		"",
		"tomorrow",
		"2027-1-31",
		"2027-02-29",
		"2027-13-01",
		"2027-01-31T24:00:00Z",
		"2027-01-31 ",
		" 2027-01-31",
		"2027-01-31T12:00:00",
		"1969-12-31",
		"1970-01-01",
		"2027-01-31T12:00:00+01:00",
		"2027-01-31Z",
		"2027-01-31T12:00:00Zx",
		"1801353600",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct error error;
		int64_t expires;

		ck_assert_msg(!expiry_parse(texts[i], &expires, &error), "%s", texts[i]);
		ck_assert_msg(strstr(error.text, "is no date like 2027-01-31"), "%s", error.text);
	}
}
END_TEST

START_TEST(a_moment_that_no_calendar_has_is_written_as_a_number)
{
	char text[EXPIRY_TEXT_MAX];

	expiry_format(INT64_MAX, text);
	ck_assert_str_eq(text, "@9223372036854775807");
}
END_TEST

Suite *expiry_suite(void)
{
	Suite *suite = suite_create("expiry");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_moment_is_read_and_written);
	tcase_add_test(all, anything_else_is_an_error);
	tcase_add_test(all, a_moment_that_no_calendar_has_is_written_as_a_number);
	suite_add_tcase(suite, all);
	return suite;
}
