/* Descriptions: what one says goes over what another says, and what it says but once. */
#include "application/description.h"

#include <check.h>

Suite *description_suite(void);

static struct description *file;
static struct description *given;

static void setup(void)
{
	struct error error;

	file = description_create("app.conf", "/srv");
	given = description_create(NULL, "/usr");
	file->loops = 3;
	file->login_timeout = 7;
	file->head_limit = 5000;
	ck_assert(description_set_nonce_key(file, "a", 2, &error));
}

static void teardown(void)
{
	description_destroy(given);
	description_destroy(file);
}

START_TEST(what_is_not_said_overrides_nothing)
{
	description_override(file, given);
	ck_assert_uint_eq(file->loops, 3);
	ck_assert_uint_eq(file->login_timeout, 7);
	ck_assert_uint_eq(file->head_limit, 5000);
	ck_assert_str_eq(file->nonce_key.text, "/srv/a");
}
END_TEST

START_TEST(the_command_line_has_the_last_word)
{
	struct error error;

	ck_assert(description_set_nonce_key(given, "b", 0, &error));
	given->loops = 4;
	given->login_timeout = 8;
	given->head_limit = 6000;
	description_override(file, given);
	ck_assert_uint_eq(file->loops, 4);
	ck_assert_uint_eq(file->login_timeout, 8);
	ck_assert_uint_eq(file->head_limit, 6000);
	ck_assert_str_eq(file->nonce_key.text, "/usr/b");
	ck_assert_uint_eq(file->nonce_key.line, 0);
}
END_TEST

START_TEST(a_setting_is_found_where_it_was_written)
{
	static const struct {
		const char *source;
		unsigned int line;
		const char *expected;
	} rows[] = {
		{"app.conf", 7, "app.conf:7: plugins: wrong"},
		{"app.conf", 0, "--plugin: wrong"},
		{NULL, 0, "--plugin: wrong"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct setting setting = {.line = rows[i].line};
		struct error error;

		error_set(&error, "wrong");
		description_locate_setting(rows[i].source ? file : given, &setting, "plugins",
					   "--plugin", &error);
		ck_assert_str_eq(error.text, rows[i].expected);
	}
}
END_TEST

START_TEST(a_prefix_is_taken_while_its_portal_is_there)
{
	struct portal_description taken;
	struct error error;

	ck_assert(description_add_portal(file, "/a", 1, &error));
	ck_assert(description_add_portal(file, "/b/", 2, &error));
	ck_assert(!description_add_portal(file, "/a/", 3, &error));
	ck_assert_str_eq(error.text, "portal '/a/' is given twice");
	ck_assert(!description_add_portal(file, "/b", 3, &error));
	taken = description_take_portal(file);
	ck_assert_str_eq(taken.prefix, "/b");
	portal_description_finish(&taken);
	ck_assert(description_add_portal(file, "/b", 3, &error));
	ck_assert(!description_add_portal(file, "/a", 4, &error));
	ck_assert_uint_eq(file->portal_count, 2);
}
END_TEST

Suite *description_suite(void)
{
	Suite *suite = suite_create("description");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_test(all, what_is_not_said_overrides_nothing);
	tcase_add_test(all, the_command_line_has_the_last_word);
	tcase_add_test(all, a_setting_is_found_where_it_was_written);
	tcase_add_test(all, a_prefix_is_taken_while_its_portal_is_there);
	suite_add_tcase(suite, all);
	return suite;
}
