/* The syntax that libConfuse would let pass: refused with the line where it is wrong. */
#include "application/syntax.h"

#include <check.h>
#include <string.h>

Suite *syntax_suite(void);

struct text {
	const char *label;
	const char *text;
	const char *expected;
};

static const struct text refused[] = {
	{"comment", "a = b\n/* c\nd", "2: the comment does not end"},
	{"comment that begins only", "/*/", "1: the comment does not end"},
	{"double quotes", "a = \"b\n\"", "1: the string does not end on its line"},
	{"single quotes", "\na = 'b\n'", "2: the string does not end on its line"},
	{"quotes at the end", "a = \"", "1: the string does not end on its line"},
	{"quotes escaped at the end", "a = \"\\\"", "1: the string does not end on its line"},
	{"brace", "a {\nb {\n}\n", "1: '{' without '}'"},
	{"brace too many", "a {\n}\n}\n", "3: '}' without '{'"},
	{"brace in a string only", "a { '}'", "1: '{' without '}'"},
	{"brace in a comment only", "a { # }\n", "1: '{' without '}'"},
	{"variable in double quotes", "a = \"${HOME}\"",
	 "1: '${' would be taken from the environment (use single quotes, or write '\\${')"},
	{"variable without quotes", "# a\n# b\na = ${HOME}",
	 "3: '${' would be taken from the environment (use single quotes, or write '\\${')"},
	{"backslash that vanishes", "a = \"b\\:c\"",
	 "1: a lone backslash in double quotes (use single quotes, or write it twice)"},
	{"backslash that makes a newline", "a = \"b\\nc\"",
	 "1: a lone backslash in double quotes (use single quotes, or write it twice)"},
	{"control character", "a\n\x01", "2: a control character"},
	{"control character in a comment", "# \x7f", "1: a control character"},
};

START_TEST(what_changes_the_meaning_silently_is_refused)
{
	const struct text *row = &refused[_i];
	struct error error;
	char text[64];

	strcpy(text, row->text);
	ck_assert_msg(!syntax_check(text, strlen(text), &error), "%s", row->label);
	ck_assert_msg(strcmp(error.text, row->expected) == 0, "%s: %s", row->label, error.text);
}
END_TEST

START_TEST(a_nul_is_refused)
{
	char text[] = "a = b\0";
	struct error error;

	ck_assert(!syntax_check(text, sizeof(text) - 1, &error));
	ck_assert_str_eq(error.text, "1: a control character");
}
END_TEST

static const struct text accepted[] = {
	{"nothing", "", ""},
	{"comment to the end of the line", "a # b\nc", "a    \nc"},
	{"comment to the end of the file", "a # b", "a    "},
	{"comment as in C++", "a // b\nc", "a     \nc"},
	{"comment as in C", "a /* b\n * c */ d", "a     \n        d"},
	{"comments in a row", "#a\n#b\nc", "  \n  \nc"},
	{"no comment in double quotes", "a = \"# // /* b\"", "a = \"# // /* b\""},
	{"no comment in single quotes", "a = '# // /* b'", "a = '# // /* b'"},
	{"no comment without a second slash", "a = b/c", "a = b/c"},
	{"quotes in quotes", "\"a'b\" 'a\"b'", "\"a'b\" 'a\"b'"},
	{"quotes escaped", "\"a\\\"b\" 'a\\'b'", "\"a\\\"b\" 'a\\'b'"},
	{"backslash twice", "\"a\\\\:b\" 'a\\\\:b'", "\"a\\\\:b\" 'a\\\\:b'"},
	{"backslash in single quotes", "'a\\:b'", "'a\\:b'"},
	{"dollar escaped", "\"\\${a}\"", "\"\\${a}\""},
	{"dollar in single quotes", "'${a}'", "'${a}'"},
	{"dollar alone", "\"$a$\"", "\"$a$\""},
	{"variable in a comment", "# ${a}", "      "},
	{"lines that end as on Windows", "a = b\r\n\tc", "a = b\r\n\tc"},
};

START_TEST(comments_are_blanked_and_nothing_else)
{
	const struct text *row = &accepted[_i];
	struct error error;
	char text[64];

	strcpy(text, row->text);
	ck_assert_msg(syntax_check(text, strlen(text), &error), "%s: %s", row->label, error.text);
	ck_assert_msg(strcmp(text, row->expected) == 0, "%s: %s", row->label, text);
}
END_TEST

Suite *syntax_suite(void)
{
	Suite *suite = suite_create("syntax");
	TCase *tests = tcase_create("syntax");

	tcase_add_loop_test(tests, what_changes_the_meaning_silently_is_refused, 0,
			    sizeof(refused) / sizeof(*refused));
	tcase_add_test(tests, a_nul_is_refused);
	tcase_add_loop_test(tests, comments_are_blanked_and_nothing_else, 0,
			    sizeof(accepted) / sizeof(*accepted));
	suite_add_tcase(suite, tests);
	return suite;
}
