/* Who gets a page instead of a line: who names text/html in Accept. */
#include "http/accept.h"

#include <check.h>

Suite *accept_suite(void);

START_TEST(who_names_html_wants_it)
{
	static const struct {
		const char *accept;
		bool wanted;
	} rows[] = {
		{"text/html", true},
		{"TEXT/HTML", true},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
		{"application/json, text/html ; charset=utf-8; q=0.5", true},
		{" text/html\t", true},
		{"text/html;q=0.001", true},
		{"text/html;level=1;q=0, text/html", true},
		{"", false},
		{",;,", false},
		{"*/*", false}, /* curl */
		{"text/*", false},
		{"text/plain", false},
		{"text/html;q=0", false},
		{"text/html; Q=0.000", false},
		{"text/htmlx", false},
		{"x=text/html", false},
		{"text/plain;x=\"text/html\"", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(accept_names_html(octets_from(rows[i].accept)) == rows[i].wanted,
			      "'%s'", rows[i].accept);
}
END_TEST

Suite *accept_suite(void)
{
	Suite *suite = suite_create("accept");
	TCase *tcase = tcase_create("accept");

	tcase_add_test(tcase, who_names_html_wants_it);
	suite_add_tcase(suite, tcase);
	return suite;
}
