/* Descriptions: what one says goes over what another says. */
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
	ck_assert_str_eq(file->nonce_key.text, "/srv/a");
}
END_TEST

START_TEST(the_command_line_has_the_last_word)
{
	struct error error;

	ck_assert(description_set_nonce_key(given, "b", 0, &error));
	given->loops = 4;
	given->login_timeout = 8;
	description_override(file, given);
	ck_assert_uint_eq(file->loops, 4);
	ck_assert_uint_eq(file->login_timeout, 8);
	ck_assert_str_eq(file->nonce_key.text, "/usr/b");
	ck_assert_uint_eq(file->nonce_key.line, 0);
}
END_TEST

Suite *description_suite(void)
{
	Suite *suite = suite_create("description");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_test(all, what_is_not_said_overrides_nothing);
	tcase_add_test(all, the_command_line_has_the_last_word);
	suite_add_tcase(suite, all);
	return suite;
}
