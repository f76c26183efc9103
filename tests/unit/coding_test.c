/* Which codings a client wants, and which it wants more. */
#include "../../realms/coding.h"

#include <check.h>
#include <stdio.h>

Suite *coding_suite(void);

static const struct {
	const char *value;
	const char *list;
} coding_rows[] = {
	{"gzip", "gzip"},
	{"GZip", "gzip"},
	{"x-gzip", "gzip"},
	{"gzip, deflate, br, zstd", "br zstd gzip"},
	{"gzip;q=1.0, br;q=0.9, zstd;q=0.95", "gzip zstd br"},
	{"br;q=0.5,gzip;q=0.5", "br gzip"},
	{"gzip ; q=0.5", "gzip"},
	{"gzip;Q=0.001", "gzip"},
	{"gzip;q=0", ""},
	{"gzip;q=0.000", ""},
	{"*", "br zstd gzip"},
	{"*;q=0", ""},
	{"*;q=0, gzip", "gzip"},
	{"*, br;q=0", "zstd gzip"},
	{"identity", ""},
	{"identity, gzip;q=0.5", ""},
	{"identity;q=0.5, gzip", "gzip"},
	{"identity;q=0.5, gzip;q=0.5", "gzip"},
	{"identity;q=0, gzip;q=0.1", "gzip"},
	{"gzip;q=0.3, *;q=0.5", "br zstd"},
	{"deflate", ""},
	{"", ""},
	{" , ,gzip,", "gzip"},
	{"gzip;q=2", ""},
	{"gzip;q=1.001", ""},
	{"gzip;q=0.1234", ""},
	{"gzip;q=.5", ""},
	{"gzip;q=", ""},
	{"gzip;q=-1", ""},
	{"gzip;q=1;q=1", ""},
	{"gzip;x=1", ""},
	{"gzip br", ""},
};

static void coding_say(const struct accepted_codings *accepted, char *text, size_t size)
{
	const struct coding *list[CODING_COUNT];
	size_t count = accepted_codings_list(accepted, list);
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < count; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s", i > 0 ? " " : "",
					   list[i]->name);
}

START_TEST(the_client_says_what_it_wants)
{
	struct accepted_codings accepted;
	char text[64];

	accepted_codings_init(&accepted);
	accepted.reader.read(&accepted.reader, OCTETS("accept-encoding"),
			     octets_from(coding_rows[_i].value));
	coding_say(&accepted, text, sizeof(text));
	ck_assert_msg(strcmp(text, coding_rows[_i].list) == 0, "'%s': '%s'", coding_rows[_i].value,
		      text);
}
END_TEST

START_TEST(several_fields_are_one_list)
{
	struct accepted_codings accepted;
	char text[64];

	accepted_codings_init(&accepted);
	accepted.reader.read(&accepted.reader, OCTETS("Accept-Encoding"), OCTETS("gzip;q=0.5"));
	accepted.reader.read(&accepted.reader, OCTETS("Accept"), OCTETS("zstd"));
	accepted.reader.read(&accepted.reader, OCTETS("Accept-Encoding"), OCTETS("br"));
	coding_say(&accepted, text, sizeof(text));
	ck_assert_str_eq(text, "br gzip");
}
END_TEST

START_TEST(who_says_nothing_gets_the_file_as_it_is)
{
	struct accepted_codings accepted;
	char text[64];

	accepted_codings_init(&accepted);
	coding_say(&accepted, text, sizeof(text));
	ck_assert_str_eq(text, "");
}
END_TEST

Suite *coding_suite(void)
{
	Suite *suite = suite_create("coding");
	TCase *tests = tcase_create("coding");

	tcase_add_loop_test(tests, the_client_says_what_it_wants, 0,
			    sizeof(coding_rows) / sizeof(coding_rows[0]));
	tcase_add_test(tests, several_fields_are_one_list);
	tcase_add_test(tests, who_says_nothing_gets_the_file_as_it_is);
	suite_add_tcase(suite, tests);
	return suite;
}
