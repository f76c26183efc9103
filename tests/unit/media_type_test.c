/* What a file's name says of what it holds. */
#include "../../realms/media_type.h"
#include "../../realms/shared_types.h"
#include "base/commons.h"
#include "scratch.h"

#include <check.h>
#include <string.h>

Suite *media_type_suite(void);

/* Without a list of the system. */
START_TEST(the_extension_tells_the_media_type)
{
	static const struct {
		const char *name;
		const char *type;
	} rows[] = {
		{"a.html", "text/html"},
		{"a.css", "text/css"},
		{"a.js", "text/javascript"},
		{"a.txt", "text/plain"},
		{"UPPER.TXT", "text/plain"},
		{"a.json", "application/json"},
		{"a.svg", "image/svg+xml"},
		{"a.png", "image/png"},
		{"a.woff2", "font/woff2"},
		{"a.tar.gz", "application/gzip"},
		{"dir/sub.dir/a.pdf", "application/pdf"},
	};
	struct media_types *types = media_types_create((const char *const[]){NULL});

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(strcmp(media_type_of(types, rows[i].name), rows[i].type) == 0,
			      "%s: %s", rows[i].name, media_type_of(types, rows[i].name));
	media_types_destroy(types);
}
END_TEST

START_TEST(a_name_that_says_nothing_is_octets)
{
	static const char *const names[] = {
		"", ".", "a", "a.", "html", "a.htmlx", "a.unheard-of", "dir.html/plain", "a.html ",
	};
	struct media_types *types = media_types_create((const char *const[]){NULL});

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(strcmp(media_type_of(types, names[i]), "application/octet-stream") ==
				      0,
			      "'%s': %s", names[i], media_type_of(types, names[i]));
	media_types_destroy(types);
}
END_TEST

START_TEST(text_says_its_charset)
{
	char field[MEDIA_TYPE_FIELD_MAX];

	media_type_write("text/plain", field);
	ck_assert_str_eq(field, "text/plain; charset=utf-8");
	media_type_write("image/svg+xml", field);
	ck_assert_str_eq(field, "image/svg+xml");
}
END_TEST

static void media_type_is(const char *list, const char *name, const char *expected)
{
	struct media_types *types;

	scratch_write("types", octets_from(list));
	types = media_types_create(
		(const char *const[]){"/nowhere/types", scratch_path("types"), "/nowhere", NULL});
	ck_assert_msg(strcmp(media_type_of(types, name), expected) == 0, "'%s', %s: %s", list, name,
		      media_type_of(types, name));
	media_types_destroy(types);
}

START_TEST(the_system_knows_better)
{
	static const char words[] = "# a comment\ttxt\n\nmodel/x  x y\tZ\nmodel/two y\r\n"
				    "text/strange txt\nnone\nmodel/last end";
	static const char globs[] =
		"# a comment\n80:model/x:*.x\n50:model/y:*.y\n50:model/x:*.y\n"
		"50:text/strange:*.txt\n50:model/c:*.C:cs\n50:model/t:*.tar.gz\n"
		"50:model/r:README*\n50:model/s:*.so.[0-9]*\n::\n50:model/none\n";

	media_type_is(words, "a.x", "model/x");
	media_type_is(words, "a.y", "model/x");
	media_type_is(words, "a.z", "model/x");
	media_type_is(words, "a.txt", "text/strange");
	media_type_is(words, "a.end", "model/last");
	media_type_is(words, "a.png", "image/png");
	media_type_is(globs, "a.x", "model/x");
	media_type_is(globs, "a.y", "model/y");
	media_type_is(globs, "a.txt", "text/strange");
	media_type_is(globs, "a.c", "application/octet-stream");
	media_type_is(globs, "a.tar.gz", "application/gzip");
	media_type_is(globs, "README", "application/octet-stream");
	media_type_is("", "a.txt", "text/plain");
}
END_TEST

START_TEST(what_cannot_stand_in_a_field_is_no_type)
{
	media_type_is("text/\001 txt", "a.txt", "text/plain");
	media_type_is("text txt", "a.txt", "text/plain");
	media_type_is("50:text/a b:*.txt", "a.txt", "text/plain");
}
END_TEST

START_TEST(realms_of_one_application_share_the_types)
{
	struct commons *commons = commons_create();
	const struct media_types *types = shared_types(commons);

	ck_assert_str_eq(media_type_of(types, "a.html"), "text/html");
	ck_assert_ptr_eq(shared_types(commons), types);
	commons_destroy(commons);
}
END_TEST

Suite *media_type_suite(void)
{
	Suite *suite = suite_create("media_type");
	TCase *tests = tcase_create("media_type");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_test(tests, the_extension_tells_the_media_type);
	tcase_add_test(tests, a_name_that_says_nothing_is_octets);
	tcase_add_test(tests, text_says_its_charset);
	tcase_add_test(tests, the_system_knows_better);
	tcase_add_test(tests, what_cannot_stand_in_a_field_is_no_type);
	tcase_add_test(tests, realms_of_one_application_share_the_types);
	suite_add_tcase(suite, tests);
	return suite;
}
