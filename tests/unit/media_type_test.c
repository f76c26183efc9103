/* What a file's name says of what it holds. */
#include "../../realms/media_type.h"

#include <check.h>
#include <string.h>

Suite *media_type_suite(void);

START_TEST(the_extension_tells_the_media_type)
{
	static const struct {
		const char *name;
		const char *type;
	} rows[] = {
		{"a.html", "text/html; charset=utf-8"},
		{"a.css", "text/css; charset=utf-8"},
		{"a.js", "text/javascript; charset=utf-8"},
		{"a.txt", "text/plain; charset=utf-8"},
		{"UPPER.TXT", "text/plain; charset=utf-8"},
		{"a.json", "application/json"},
		{"a.svg", "image/svg+xml"},
		{"a.png", "image/png"},
		{"a.woff2", "font/woff2"},
		{"a.tar.gz", "application/gzip"},
		{"dir/sub.dir/a.pdf", "application/pdf"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(strcmp(media_type_of(rows[i].name), rows[i].type) == 0, "%s: %s",
			      rows[i].name, media_type_of(rows[i].name));
}
END_TEST

START_TEST(a_name_that_says_nothing_is_octets)
{
	static const char *const names[] = {
		"", ".", "a", "a.", "html", "a.htmlx", "a.unheard-of", "dir.html/plain", "a.html ",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(strcmp(media_type_of(names[i]), "application/octet-stream") == 0,
			      "'%s': %s", names[i], media_type_of(names[i]));
}
END_TEST

Suite *media_type_suite(void)
{
	Suite *suite = suite_create("media_type");
	TCase *tests = tcase_create("media_type");

	tcase_add_test(tests, the_extension_tells_the_media_type);
	tcase_add_test(tests, a_name_that_says_nothing_is_octets);
	suite_add_tcase(suite, tests);
	return suite;
}
