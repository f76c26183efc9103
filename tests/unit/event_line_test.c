/* Lines about events: what stands in quotes forges none, and a line that is full stays whole. */
#include "base/event_line.h"

#include <check.h>
#include <string.h>

Suite *event_line_suite(void);

START_TEST(what_is_quoted_ends_where_it_ends)
{
	static const struct {
		const char *label;
		struct octets value;
		const char *quoted;
	} rows[] = {
		{"plain", OCTETS("alice"), " user=\"alice\""},
		{"empty", OCTETS(""), " user=\"\""},
		{"quotes", OCTETS("a\" user=\"b"), " user=\"a\\x22 user=\\x22b\""},
		{"a backslash", OCTETS("\\x22"), " user=\"\\x5cx22\""},
		{"a line", OCTETS("a\r\nb"), " user=\"a\\x0d\\x0ab\""},
		{"a NUL", OCTETS("a\0b"), " user=\"a\\x00b\""},
		{"not ASCII", OCTETS("\xc3\xa9\x7f"), " user=\"\\xc3\\xa9\\x7f\""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct event_line line = {.length = 0};

		event_line_quote(&line, "user", rows[i].value);
		ck_assert_msg(strcmp(line.text, rows[i].quoted) == 0, "%s: %s", rows[i].label,
			      line.text);
		ck_assert_uint_eq(line.length, strlen(rows[i].quoted));
	}
}
END_TEST

START_TEST(what_does_not_fit_is_cut)
{
	struct event_line line = {.length = 0};

	event_line_add(&line, "%0*d", LOG_LINE_MAX - 3, 0);
	ck_assert_uint_eq(line.length, LOG_LINE_MAX - 3);
	event_line_add(&line, "abc");
	event_line_add(&line, "d");
	ck_assert_uint_eq(line.length, LOG_LINE_MAX - 1);
	ck_assert_str_eq(line.text + LOG_LINE_MAX - 4, "0ab");
}
END_TEST

Suite *event_line_suite(void)
{
	Suite *suite = suite_create("event_line");
	TCase *all = tcase_create("all");

	tcase_add_test(all, what_is_quoted_ends_where_it_ends);
	tcase_add_test(all, what_does_not_fit_is_cut);
	suite_add_tcase(suite, all);
	return suite;
}
