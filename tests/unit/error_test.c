/* Texts of errors: one line, cut to size, with the place before the reason. */
#include "postern/error.h"

#include <check.h>
#include <errno.h>
#include <string.h>

Suite *error_suite(void);

START_TEST(a_text_is_formatted)
{
	struct error error;

	error_set(&error, "cannot open '%s': %s", "users.db", strerror(EACCES));
	ck_assert_str_eq(error.text, "cannot open 'users.db': Permission denied");
}
END_TEST

START_TEST(a_new_text_replaces_the_old_one)
{
	struct error error;

	error_set(&error, "a long text that stood there");
	error_set(&error, "short");
	ck_assert_str_eq(error.text, "short");
}
END_TEST

START_TEST(one_advice_is_given)
{
	struct error error;

	error_set_no_input(&error, "cannot open 'key'");
	error_advise(&error, "chmod %o '%s'", 0600, "key");
	error_advise(&error, "something else");
	error_prefix(&error, "nonce_key");
	ck_assert_str_eq(error.text, "nonce_key: cannot open 'key' (fix: chmod 600 'key')");
	ck_assert(error.no_input);
	error_set(&error, "%s", "another");
	error_advise(&error, "this");
	ck_assert_str_eq(error.text, "another (fix: this)");
}
END_TEST

START_TEST(control_bytes_are_escaped)
{
	struct error error;

	error_set(&error, "%s", "a\nb\r\t\x1b[0m\x7f");
	ck_assert_str_eq(error.text, "a\\x0ab\\x0d\\x09\\x1b[0m\\x7f");
}
END_TEST

START_TEST(what_a_terminal_acts_upon_is_escaped)
{
	struct error error;

	/* U+009B, which begins a sequence as ESC [ does; U+202E; a byte of no UTF-8; U+2028. */
	error_set(&error, "%s",
		  "a\xc2\x9b"
		  "1mb\xe2\x80\xae"
		  "c\x9b"
		  "d\xe2\x80\xa8");
	ck_assert_str_eq(error.text, "a\\xc2\\x9b1mb\\xe2\\x80\\xaec\\x9bd\\xe2\\x80\\xa8");
}
END_TEST

START_TEST(utf_8_stays_readable)
{
	struct error error;

	error_set(&error, "unknown user '%s'", "Jürgen");
	ck_assert_str_eq(error.text, "unknown user 'Jürgen'");
}
END_TEST

START_TEST(a_long_text_is_cut)
{
	char text[3 * ERROR_TEXT_MAX];
	struct error error;

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	error_set(&error, "%s", text);
	ck_assert_uint_eq(strlen(error.text), ERROR_TEXT_MAX - 1);
}
END_TEST

START_TEST(no_escape_is_cut_in_the_middle)
{
	char text[ERROR_TEXT_MAX];
	struct error error;

	memset(text, 'a', sizeof(text));
	strcpy(text + ERROR_TEXT_MAX - 4, "\nbc");
	error_set(&error, "%s", text);
	ck_assert_uint_eq(strlen(error.text), ERROR_TEXT_MAX - 4);
	ck_assert_str_eq(error.text + ERROR_TEXT_MAX - 5, "a");
}
END_TEST

START_TEST(prefixes_go_from_the_inside_out)
{
	struct error error;

	error_set(&error, "cannot open 'users.db': %s", strerror(ENOENT));
	error_prefix(&error, "checker '%s'", "sqlite");
	error_prefix(&error, "portal '%s'", "/example");
	ck_assert_str_eq(error.text, "portal '/example': checker 'sqlite': "
				     "cannot open 'users.db': No such file or directory");
}
END_TEST

START_TEST(a_prefix_does_not_escape_the_text_twice)
{
	struct error error;

	error_set(&error, "unexpected '%s'", "a\nb");
	error_prefix(&error, "line %d\n", 3);
	ck_assert_str_eq(error.text, "line 3\\x0a: unexpected 'a\\x0ab'");
}
END_TEST

START_TEST(a_prefix_before_a_full_text_cuts_its_end)
{
	char text[ERROR_TEXT_MAX];
	struct error error;

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	error_set(&error, "%s", text);
	error_prefix(&error, "%s", "where");
	ck_assert_uint_eq(strlen(error.text), ERROR_TEXT_MAX - 1);
	ck_assert_int_eq(strncmp(error.text, "where: aaaa", 11), 0);
}
END_TEST

START_TEST(a_text_may_be_made_of_itself)
{
	struct error error;

	error_set(&error, "inner");
	error_set(&error, "outer (%s)", error.text);
	ck_assert_str_eq(error.text, "outer (inner)");
}
END_TEST

START_TEST(that_a_file_cannot_be_read_is_kept_until_there_is_another_error)
{
	struct error error;

	error_set_no_input(&error, "cannot open '%s'", "users.txt");
	error_prefix(&error, "checker 'file'");
	ck_assert_str_eq(error.text, "checker 'file': cannot open 'users.txt'");
	ck_assert(error.no_input);
	error_set(&error, "another");
	ck_assert(!error.no_input);
}
END_TEST

Suite *error_suite(void)
{
	Suite *suite = suite_create("error");
	TCase *tests = tcase_create("error");

	tcase_add_test(tests, a_text_is_formatted);
	tcase_add_test(tests, a_new_text_replaces_the_old_one);
	tcase_add_test(tests, one_advice_is_given);
	tcase_add_test(tests, control_bytes_are_escaped);
	tcase_add_test(tests, what_a_terminal_acts_upon_is_escaped);
	tcase_add_test(tests, utf_8_stays_readable);
	tcase_add_test(tests, a_long_text_is_cut);
	tcase_add_test(tests, no_escape_is_cut_in_the_middle);
	tcase_add_test(tests, prefixes_go_from_the_inside_out);
	tcase_add_test(tests, a_prefix_does_not_escape_the_text_twice);
	tcase_add_test(tests, a_prefix_before_a_full_text_cuts_its_end);
	tcase_add_test(tests, a_text_may_be_made_of_itself);
	tcase_add_test(tests, that_a_file_cannot_be_read_is_kept_until_there_is_another_error);
	suite_add_tcase(suite, tests);
	return suite;
}
