/* Confinement of an application: what it names is there, and where its successor may write. */
#include "application/confine.h"

#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>

Suite *confine_suite(void);

static struct error error;

/* One portal that asks a store in the scratch directory; line 1 names what is writable. */
static struct application *create(const char *writable)
{
	struct description *description = description_create("app.conf", scratch_directory());
	struct portal_description *portal = description_add_portal(description, "/a", 2, &error);

	ck_assert(description_add_path(description, &description->writable, writable, 1, &error));
	settings_add(&description->listen, "tcp:1", 1);
	setting_set(&portal->name, "Example", 3);
	settings_add(&portal->factories, "basic", 3);
	settings_add(&portal->checkers, "sqlite:users.db", 4);
	setting_set(&portal->realm, "page", 5);
	return application_create(description, &error);
}

static void setup(void)
{
	store_fixture_setup();
	store_fixture_make("users.db");
	scratch_write("file", OCTETS(""));
}

START_TEST(what_is_named_must_be_a_directory)
{
	static const char *const rows[][2] = {
		{"missing", "No such file or directory"},
		{"file", "Not a directory"},
	};
	struct application *application = create(".");
	char expected[ERROR_TEXT_MAX];

	ck_assert_msg(application != NULL, "%s", error.text);
	application_destroy(application);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(expected, sizeof(expected), "app.conf:1: writable: cannot open '%s': %s",
			 scratch_path(rows[i][0]), rows[i][1]);
		ck_assert_ptr_null(create(rows[i][0]));
		ck_assert_str_eq(error.text, expected);
	}
}
END_TEST

START_TEST(a_successor_writes_where_the_process_may)
{
	struct application *application = create(".");
	struct places places = {.count = 0};
	char expected[ERROR_TEXT_MAX];

	ck_assert_msg(application != NULL, "%s", error.text);
	snprintf(expected, sizeof(expected),
		 "portal '/a': checker 'sqlite': cannot write at '%s' (no new directory can be "
		 "written to, restart instead)",
		 scratch_path("users.db"));
	ck_assert(!confine_allows(&places, application, &error));
	ck_assert_str_eq(error.text, expected);
	ck_assert(places_add(&places, scratch_directory(), PLACE_WRITE));
	ck_assert_msg(confine_allows(&places, application, &error), "%s", error.text);
	places_finish(&places);
	application_destroy(application);
}
END_TEST

Suite *confine_suite(void)
{
	Suite *suite = suite_create("confine");
	TCase *tests = tcase_create("confine");

	tcase_add_checked_fixture(tests, setup, store_fixture_teardown);
	tcase_add_test(tests, what_is_named_must_be_a_directory);
	tcase_add_test(tests, a_successor_writes_where_the_process_may);
	suite_add_tcase(suite, tests);
	return suite;
}
