/* Types of plug-ins from elsewhere: beside those of the program, each name once, and whole. */
#include "application/registry.h"

#include "base/plugin.h"
#include "fake_plugins.h"

#include <check.h>
#include <string.h>

Suite *registry_suite(void);

static struct error error;
static struct registry *registry;
static struct description *description;

static void setup(void)
{
	description = description_create(NULL, "/");
	registry = registry_create(description, &error);
	ck_assert_msg(registry != NULL, "%s", error.text);
}

static void teardown(void)
{
	registry_destroy(registry);
	description_destroy(description);
}

static bool add(const struct plugin_type *checker, const struct plugin_type *realm)
{
	const struct plugin_type *const checkers[] = {checker, NULL};
	const struct plugin_type *const realms[] = {realm, NULL};

	return registry_add(
		registry, &(struct postern_plugin){.checkers = checkers, .realms = realms}, &error);
}

START_TEST(what_an_object_has_stands_beside_what_the_program_has)
{
	ck_assert_msg(add(&fake_checker_plain.base, &fake_realm_type.base), "%s", error.text);
	ck_assert_msg(add(&fake_checker_remembered.base, NULL), "%s", error.text);
	ck_assert_ptr_nonnull(plugin_find("memory", registry->checkers));
	ck_assert_ptr_eq(plugin_find("plain", registry->checkers), &fake_checker_plain.base);
	ck_assert_ptr_eq(plugin_find("remembered", registry->checkers),
			 &fake_checker_remembered.base);
	ck_assert_ptr_nonnull(plugin_find("page", registry->realms));
	ck_assert_ptr_eq(plugin_find("fake", registry->realms), &fake_realm_type.base);
	ck_assert_ptr_null(plugin_find("fake", registry->checkers));
}
END_TEST

START_TEST(a_name_is_given_once)
{
	struct checker_type memory = fake_checker_plain;
	struct realm_type page = fake_realm_type;

	memory.base.name = "memory";
	page.base.name = "page";
	ck_assert(!add(&memory.base, NULL));
	ck_assert_str_eq(error.text, "there is a checker 'memory' already");
	ck_assert(!add(NULL, &page.base));
	ck_assert_str_eq(error.text, "there is a realm 'page' already");
	ck_assert(add(&fake_checker_plain.base, NULL));
	ck_assert(!add(&fake_checker_plain.base, NULL));
	/* Of two kinds two may have one name. */
	page.base.name = "plain";
	ck_assert_msg(add(NULL, &page.base), "%s", error.text);
}
END_TEST

START_TEST(nothing_is_no_plugin)
{
	ck_assert(!add(NULL, NULL));
	ck_assert(!registry_add(registry, &(struct postern_plugin){.checkers = NULL}, &error));
	ck_assert_str_eq(error.text, "there is nothing in it");
}
END_TEST

START_TEST(a_checker_is_whole)
{
	static const char lacks[] = "'plain' lacks create, request_avatar_id or destroy";
	static const char accepts[] = "'plain' accepts interfaces that there are not";
	struct {
		struct checker_type type;
		const char *reason;
	} rows[9];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		rows[i].type = fake_checker_plain;
		rows[i].reason = i < 3 ? lacks : i < 5 ? accepts : "expected a name without";
	}
	rows[0].type.create = NULL;
	rows[1].type.request_avatar_id = NULL;
	rows[2].type.destroy = NULL;
	rows[3].type.interfaces = 0;
	rows[4].type.interfaces = 1U << CREDENTIAL_INTERFACE_COUNT;
	rows[5].type.base.name = NULL;
	rows[6].type.base.name = "";
	rows[7].type.base.name = "a:b";
	rows[8].type.base.summary = NULL;
	rows[8].reason = "'plain' lacks usage or summary";
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(!add(&rows[i].type.base, NULL), "row %zu", i);
		ck_assert_msg(strncmp(error.text, "checker 1: ", 11) == 0 &&
				      strstr(error.text, rows[i].reason),
			      "row %zu: %s", i, error.text);
	}
}
END_TEST

START_TEST(a_realm_is_whole)
{
	struct realm_type types[3] = {fake_realm_type, fake_realm_type, fake_realm_type};

	types[0].create = NULL;
	types[1].request_avatar = NULL;
	types[2].destroy = NULL;
	for (size_t i = 0; i < 3; i++) {
		ck_assert(!add(NULL, &types[i].base));
		ck_assert_str_eq(error.text,
				 "realm 1: 'fake' lacks create, request_avatar or destroy");
	}
}
END_TEST

Suite *registry_suite(void)
{
	Suite *suite = suite_create("registry");
	TCase *tests = tcase_create("registry");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, what_an_object_has_stands_beside_what_the_program_has);
	tcase_add_test(tests, a_name_is_given_once);
	tcase_add_test(tests, nothing_is_no_plugin);
	tcase_add_test(tests, a_checker_is_whole);
	tcase_add_test(tests, a_realm_is_whole);
	suite_add_tcase(suite, tests);
	return suite;
}
