/* Texts as JSON. */
#include "base/json.h"

#include <check.h>
#include <stdlib.h>

Suite *json_suite(void);

START_TEST(a_text_is_written_so_that_it_can_be_read_again)
{
	static const struct {
		const char *label;
		struct octets text;
		const char *json;
	} rows[] = {
		{"plain", OCTETS("alice"), "\"alice\""},
		{"empty", OCTETS(""), "\"\""},
		{"absent", {.data = NULL}, "null"},
		{"quotes", OCTETS("a\"b\\c/"), "\"a\\\"b\\\\c/\""},
		{"control", OCTETS("a\0b\n\x1b\x7f"), "\"a\\u0000b\\u000a\\u001b\\u007f\""},
		{"control beyond ASCII", OCTETS("\xc2\x9b"), "\"\\u009b\""},
		{"not ASCII", OCTETS("Jos\xc3\xa9 \xf0\x9f\x9a\xaa"),
		 "\"Jos\xc3\xa9 \xf0\x9f\x9a\xaa\""},
		{"not UTF-8", OCTETS("Jos\xe9x"), "\"Jos\\ufffdx\""},
		{"cut", OCTETS("a\xc3"), "\"a\\ufffd\""},
		{"overlong", OCTETS("\xc0\xaf"), "\"\\ufffd\\ufffd\""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *written;
		size_t length;
		FILE *file = open_memstream(&written, &length);

		json_write_text(file, rows[i].text);
		fclose(file);
		ck_assert_msg(strcmp(written, rows[i].json) == 0, "%s: %s", rows[i].label, written);
		free(written);
	}
}
END_TEST

Suite *json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_text_is_written_so_that_it_can_be_read_again);
	suite_add_tcase(suite, all);
	return suite;
}
