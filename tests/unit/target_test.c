/* The normal form of paths. Numbers are those of the specification's cases. */
#include "http/target.h"

#include <check.h>

struct row {
	const char *label;
	const char *raw;
	const char *path; /* NULL: malformed */
	const char *query;
};

static const struct row rows[] = {
	{"root", "/", "/", NULL},
	{"plain", "/a/b.txt", "/a/b.txt", NULL},
	{"query", "/a?b=c", "/a", "b=c"},
	{"empty query", "/a?", "/a", ""},
	{"second ? is data", "/a?b?c", "/a", "b?c"},
	{"S8g bad escapes in a query are opaque", "/a?%zz", "/a", "%zz"},
	{"trailing slash stays", "/a/", "/a/", NULL},
	{"S8k empty segments go", "//a///b//", "/a/b/", NULL},
	{"S85 dot", "/./a/./b", "/a/b", NULL},
	{"dot at the end leaves the slash", "/a/.", "/a/", NULL},
	{"S86 dot dot", "/dir/../x", "/x", NULL},
	{"dot dot at the end leaves the slash", "/a/b/..", "/a/", NULL},
	{"dot dot to the root", "/a/..", "/", NULL},
	{"S87 encoded dots", "/pub/%2e%2e/sec/f", "/sec/f", NULL},
	{"X02 half encoded dots", "/pub/.%2E/sec/f", "/sec/f", NULL},
	{"dot dot over an empty segment", "/a//../b", "/b", NULL},
	{"three dots are a name", "/a/.../b", "/a/.../b", NULL},
	{"S90 beyond the root", "/..", NULL, NULL},
	{"beyond the root after a name", "/a/../../b", NULL, NULL},
	{"S8j beyond the root, encoded", "/%2e%2e/etc/passwd", NULL, NULL},
	{"S89 letter", "/%74en.bin", "/ten.bin", NULL},
	{"S8a space", "/a%20b.txt", "/a b.txt", NULL},
	{"S8b decoded once", "/p%2525q.txt", "/p%25q.txt", NULL},
	{"S8h question mark", "/a%3Fb", "/a?b", NULL},
	{"X06 backslash is data", "/sec%5cf.txt", "/sec\\f.txt", NULL},
	{"S8q overlong UTF-8 is bytes", "/%c0%ae", "/\xc0\xae", NULL},
	{"S88 encoded slash", "/..%2fx", NULL, NULL},
	{"X03 encoded slash", "/s%65c%2ff.txt", NULL, NULL},
	{"S8c NUL", "/a%00", NULL, NULL},
	{"line feed", "/a%0ab", NULL, NULL},
	{"DEL", "/a%7f", NULL, NULL},
	{"a control character as it is", "/a\tb", NULL, NULL},
	{"DEL as it is", "http://host/a\x7f", NULL, NULL},
	{"S8d no digits", "/%zz", NULL, NULL},
	{"S8e trailing %", "/a%", NULL, NULL},
	{"one digit", "/a%2", NULL, NULL},
	{"S8l fragment", "/a#b", NULL, NULL},
	{"S93 no slash", "a", NULL, NULL},
	{"empty", "", NULL, NULL},
	{"S73 absolute-form", "http://host/a?b", "/a", "b"},
	{"https", "HTTPS://host:80/a", "/a", NULL},
	{"absolute-form without a path", "http://host", "/", NULL},
	{"absolute-form, query alone", "http://host?q", "/", "q"},
	{"X07 dot segments after the authority", "http://host/pub/../sec", "/sec", NULL},
	{"no authority", "http:///a", NULL, NULL},
	{"user information", "http://u:p@host/a", NULL, NULL},
	{"S8l fragment behind the authority", "http://host#b/a", NULL, NULL},
	{"another scheme", "ftp://host/a", NULL, NULL},
	{"authority-form", "host:443", NULL, NULL},
};

START_TEST(a_target_has_one_normal_form)
{
	const struct row *row = &rows[_i];
	char buffer[TARGET_MAX + 2];
	struct error error = {.text = ""};
	struct target target = target_normalise(octets_from(row->raw), buffer, &error);

	if (!row->path) {
		ck_assert_msg(target.form == TARGET_MALFORMED, "%s", row->label);
		ck_assert_msg(error.text[0] != '\0', "%s", row->label);
		return;
	}
	ck_assert_msg(target.form == TARGET_PATH, "%s: %s", row->label, error.text);
	ck_assert_msg(octets_equal(target.path, octets_from(row->path)), "%s: %s", row->label,
		      target.path.data);
	ck_assert_msg(target.path.data[target.path.length] == '\0', "%s", row->label);
	ck_assert_msg(!target.query.data == !row->query, "%s", row->label);
	if (row->query)
		ck_assert_msg(octets_equal(target.query, octets_from(row->query)), "%s",
			      row->label);
}
END_TEST

START_TEST(an_asterisk_is_a_form_of_its_own)
{
	char buffer[TARGET_MAX + 2];
	struct error error;

	ck_assert_int_eq(target_normalise(OCTETS("*"), buffer, &error).form, TARGET_ASTERISK);
	ck_assert_int_eq(target_normalise(OCTETS("**"), buffer, &error).form, TARGET_MALFORMED);
}
END_TEST

START_TEST(the_longest_target_fits)
{
	static char raw[TARGET_MAX];
	static char buffer[TARGET_MAX + 2];
	struct error error;
	struct target target;

	memset(raw, 'a', sizeof(raw));
	raw[0] = '/';
	target = target_normalise((struct octets){raw, sizeof(raw)}, buffer, &error);
	ck_assert_int_eq(target.form, TARGET_PATH);
	ck_assert_uint_eq(target.path.length, sizeof(raw));
	/* The one that grows: the path of an absolute-form may be shorter than "/". */
	memcpy(raw, "http://", 7);
	raw[sizeof(raw) - 1] = '/';
	target = target_normalise((struct octets){raw, sizeof(raw)}, buffer, &error);
	ck_assert_uint_eq(target.path.length, 1);
}
END_TEST

Suite *target_suite(void);

Suite *target_suite(void)
{
	Suite *suite = suite_create("target");
	TCase *tcase = tcase_create("target");

	tcase_add_loop_test(tcase, a_target_has_one_normal_form, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_test(tcase, an_asterisk_is_a_form_of_its_own);
	tcase_add_test(tcase, the_longest_target_fits);
	suite_add_tcase(suite, tcase);
	return suite;
}
