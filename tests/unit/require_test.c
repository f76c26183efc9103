/* What an application file requires of those who log in, and what of that stops the start. */
#include "application/require.h"

#include "application/application.h"
#include "application/file.h"

#include <check.h>
#include <stdio.h>

Suite *require_suite(void);

/* The file is one portal, with `keys` from its second line on. NULL with the error set. */
static struct description *parse(const char *keys, struct error *error)
{
	char text[512];
	int length =
		snprintf(text, sizeof(text),
			 "portal /a {\n%s\nname = A\nfactories = {basic}\nrealm = page\n}\n", keys);

	return file_parse(text, (size_t)length, "app.conf", "/srv", error);
}

START_TEST(what_is_required_is_kept_as_it_is_written)
{
	struct error error;
	struct description *description =
		parse("checkers = {'memory:a:b'}\nrequire = {'user:a',\n\"group:c d\"}", &error);
	const struct settings *require;

	ck_assert_msg(description, "%s", error.text);
	require = &description->portals[0].require;
	ck_assert_uint_eq(require->count, 2);
	ck_assert_str_eq(require->items[0].text, "user:a");
	ck_assert_str_eq(require->items[1].text, "group:c d");
	ck_assert_uint_eq(require->items[1].line, 4);
	description_destroy(description);
}
END_TEST

START_TEST(an_empty_list_is_refused)
{
	struct error error;

	ck_assert_ptr_null(parse("checkers = {'memory:a:b'}\nrequire = {}", &error));
	ck_assert_str_eq(error.text, "app.conf:1: portal '/a': require: expected 'user:NAME' or "
				     "'group:NAME', not an empty list");
}
END_TEST

START_TEST(what_nobody_could_meet_stops_the_start_with_its_line)
{
	static const struct {
		const char *keys;
		const char *reason;
	} rows[] = {
		{"checkers = {'memory:a:b'}\nrequire = {'user:a',\nstaff}",
		 "app.conf:4: portal '/a': require 'staff': expected 'user:NAME' or 'group:NAME'"},
		{"checkers = {anonymous}\nrequire = {'user:a'}",
		 "app.conf:3: portal '/a': require: nobody anonymous is let in, leave out checker "
		 "'anonymous'"},
		{"checkers = {'memory:a:b', anonymous}\nrequire = {'user:a'}",
		 "app.conf:3: portal '/a': require: nobody anonymous is let in, leave out checker "
		 "'anonymous'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;
		struct description *description = parse(rows[i].keys, &error);

		ck_assert_msg(description, "%s", error.text);
		settings_add(&description->listen, "tcp:1", 0);
		ck_assert_ptr_null(application_create(description, &error));
		ck_assert_str_eq(error.text, rows[i].reason);
	}
}
END_TEST

Suite *require_suite(void)
{
	Suite *suite = suite_create("require");
	TCase *tests = tcase_create("require");

	tcase_add_test(tests, what_is_required_is_kept_as_it_is_written);
	tcase_add_test(tests, an_empty_list_is_refused);
	tcase_add_test(tests, what_nobody_could_meet_stops_the_start_with_its_line);
	suite_add_tcase(suite, tests);
	return suite;
}
