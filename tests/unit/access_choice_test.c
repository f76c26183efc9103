/* The string that chooses an access log: what it means, and what it must not be. */
#include "application/access_choice.h"

#include <check.h>

Suite *access_choice_suite(void);

static struct error error;

START_TEST(format_and_path_are_taken)
{
	static const struct {
		const char *text;
		enum access_format format;
		const char *path; /* NULL: standard output */
	} rows[] = {
		{"combined:/var/log/a.log", ACCESS_COMBINED, "/var/log/a.log"},
		{"json:a.log", ACCESS_JSON, "/srv/a.log"},
		{"json:a\\:b", ACCESS_JSON, "/srv/a:b"},
		{"combined:-", ACCESS_COMBINED, NULL},
	};
	struct access_choice choice = {.format = ACCESS_NONE};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(access_choice_set(&choice, rows[i].text, "/srv", &error), "%s: %s",
			      rows[i].text, error.text);
		ck_assert_int_eq(choice.format, rows[i].format);
		ck_assert_pstr_eq(choice.path, rows[i].path);
	}
	access_choice_finish(&choice);
}
END_TEST

START_TEST(what_is_no_choice_is_refused)
{
	static const struct {
		const char *text;
		const char *reason;
	} rows[] = {
		{"", "'' is neither 'combined' nor 'json'"},
		{"none:a", "'none' is neither 'combined' nor 'json'"},
		{"/var/log/a.log", "'/var/log/a.log' is neither 'combined' nor 'json'"},
		{"json", "expected a path behind 'json:'"},
	};
	struct access_choice choice = {.format = ACCESS_NONE};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(!access_choice_set(&choice, rows[i].text, "/srv", &error), "%s",
			      rows[i].text);
		ck_assert_str_eq(error.text, rows[i].reason);
		ck_assert_int_eq(choice.format, ACCESS_NONE);
	}
	ck_assert(!access_choice_set(&choice, "json:", "/srv", &error));
	ck_assert(!access_choice_set(&choice, "json:a:b", "/srv", &error));
}
END_TEST

START_TEST(the_last_word_counts)
{
	struct access_choice first = {.format = ACCESS_NONE};
	struct access_choice second = {.format = ACCESS_NONE};

	ck_assert(access_choice_set(&first, "json:a", "/srv", &error));
	access_choice_override(&first, &second);
	ck_assert_str_eq(first.path, "/srv/a");
	ck_assert(access_choice_set(&second, "combined:-", "/srv", &error));
	ck_assert(!access_choice_equal(&first, &second));
	access_choice_override(&first, &second);
	ck_assert(access_choice_equal(&first, &second));
	ck_assert_str_eq(access_choice_name(&first), "combined");
	access_choice_finish(&first);
	access_choice_finish(&second);
}
END_TEST

Suite *access_choice_suite(void)
{
	Suite *suite = suite_create("access_choice");
	TCase *tcase = tcase_create("access_choice");

	tcase_add_test(tcase, format_and_path_are_taken);
	tcase_add_test(tcase, what_is_no_choice_is_refused);
	tcase_add_test(tcase, the_last_word_counts);
	suite_add_tcase(suite, tcase);
	return suite;
}
