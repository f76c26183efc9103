/* The pages of what is no content: small, alone, and readable by all. */
#include "http/failure.h"

#include "own_style.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static const unsigned int statuses[] = {301, 400, 401, 403, 404, 405, 412, 413, 414,
					416, 417, 429, 431, 500, 501, 503, 505, 0};

static bool failure_page_has(const struct failure *failure, const char *text)
{
	return memmem(failure->page.data, failure->page.length, text, strlen(text)) != NULL;
}

START_TEST(each_status_has_its_line_and_its_page)
{
	const struct failure *failure = failure_find(statuses[_i]);
	char line[64];
	char title[80];

	ck_assert_uint_eq(failure->status, statuses[_i]);
	snprintf(line, sizeof(line), "%.*s", (int)failure->line.length - 1, failure->line.data);
	ck_assert_int_eq(failure->line.data[failure->line.length - 1], '\n');
	ck_assert_int_eq(atoi(line), (int)statuses[_i]);
	snprintf(title, sizeof(title), "<title>%s</title>", line);
	ck_assert_msg(failure_page_has(failure, title), "%s", title);
	ck_assert(failure_page_has(failure, "<html lang=\"en\">"));
	ck_assert(failure_page_has(failure, "<h1>"));
	ck_assert(failure_page_has(failure, "<meta charset=\"utf-8\">"));
}
END_TEST

START_TEST(a_page_needs_nothing_from_elsewhere)
{
	const struct failure *failure = failure_find(statuses[_i]);

	ck_assert(!failure_page_has(failure, "//"));
	ck_assert(!failure_page_has(failure, "src="));
	ck_assert(!failure_page_has(failure, "url("));
	ck_assert_uint_lt(failure->page.length, 1024);
}
END_TEST

START_TEST(the_policy_allows_the_style_and_nothing_else)
{
	assert_only_own_style(failure_find(statuses[_i])->page, failure_policy);
}
END_TEST

/* Not every window has a button for it, and some close the dialog who did not mean to. */
START_TEST(what_can_be_tried_again_says_so)
{
	ck_assert(failure_page_has(failure_find(401), "<a href=\"\">Try again</a>"));
	ck_assert(failure_page_has(failure_find(503), "<a href=\"\">Try again</a>"));
	ck_assert(!failure_page_has(failure_find(403), "<a "));
}
END_TEST

START_TEST(a_status_without_a_name_is_an_error)
{
	ck_assert(octets_equal(failure_find(418)->line, OCTETS("Error\n")));
}
END_TEST

Suite *failure_suite(void);

Suite *failure_suite(void)
{
	Suite *suite = suite_create("failure");
	TCase *tcase = tcase_create("failure");
	const int count = sizeof(statuses) / sizeof(statuses[0]);

	tcase_add_loop_test(tcase, each_status_has_its_line_and_its_page, 0, count);
	tcase_add_loop_test(tcase, a_page_needs_nothing_from_elsewhere, 0, count);
	tcase_add_loop_test(tcase, the_policy_allows_the_style_and_nothing_else, 0, count);
	tcase_add_test(tcase, what_can_be_tried_again_says_so);
	tcase_add_test(tcase, a_status_without_a_name_is_an_error);
	suite_add_tcase(suite, tcase);
	return suite;
}
