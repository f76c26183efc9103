/* Which arguments make a realm of groups, and whom it denies. */
#include "base/commons.h"
#include "cred/realm.h"
#include "postern/plugin.h"
#include "scratch.h"

#include <check.h>
#include <stdio.h>
#include <sys/stat.h>

Suite *groups_suite(void);

static struct realm *groups_make(const char *string, struct error *error)
{
	return realm_create(string, (struct origin){.directory = scratch_directory()}, realm_types,
			    error);
}

static struct commons *commons;

static void groups_setup(void)
{
	scratch_setup();
	commons = commons_create();
	ck_assert_int_eq(mkdir(scratch_path("a"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("b"), 0755), 0);
}

static void groups_teardown(void)
{
	commons_destroy(commons);
	scratch_teardown();
}

START_TEST(what_makes_no_sense_is_refused)
{
	static const struct {
		const char *string;
		const char *reason;
	} rows[] = {
		{"groups", "expected GROUP:DIR"},
		{"groups:else=a", "expected GROUP:DIR"},
		{"groups:staff", "expected a path"},
		{"groups::a", "no group can have the name ''"},
		{"groups:staff:a:admins", "expected a path"},
		{"groups:staff:a:staff:b", "group 'staff' is given twice"},
		{"groups:staff:a:else=", "expected a path, not ''"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char expected[128];
		struct error error;

		snprintf(expected, sizeof(expected), "realm 'groups': %s", rows[i].reason);
		ck_assert_msg(!groups_make(rows[i].string, &error), "%s", rows[i].string);
		ck_assert_str_eq(error.text, expected);
	}
}
END_TEST

START_TEST(a_directory_that_is_missing_is_refused_at_the_start)
{
	static const char *const strings[] = {"groups:staff:a:admins:c", "groups:staff:a:else=c"};

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		char expected[256];
		struct error error;

		snprintf(expected, sizeof(expected),
			 "realm 'groups': cannot open '%s': No such file or directory",
			 scratch_path("c"));
		ck_assert_ptr_null(groups_make(strings[i], &error));
		ck_assert_str_eq(error.text, expected);
	}
}
END_TEST

START_TEST(a_group_is_found_by_its_whole_name)
{
	static const struct {
		const char *label;
		const char *group; /* NULL: none */
		enum verdict verdict;
	} rows[] = {
		{"a member", "staff", VERDICT_GRANTED},
		{"a group with a colon", "a:b", VERDICT_GRANTED},
		{"a longer name", "staff2", VERDICT_REFUSED},
		{"a shorter name", "sta", VERDICT_REFUSED},
		{"another case", "Staff", VERDICT_REFUSED},
		{"in no group", NULL, VERDICT_REFUSED},
	};
	struct error error;
	struct realm *realm = groups_make("groups:staff:a:a\\:b:b", &error);

	ck_assert_msg(realm, "%s", error.text);
	ck_assert_msg(realm_start(realm, NULL, commons, &error), "%s", error.text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct avatar_id avatar_id;
		struct avatar *avatar;

		avatar_id_set(&avatar_id, OCTETS("staff"));
		if (rows[i].group)
			avatar_id_add_group(&avatar_id, octets_from(rows[i].group));
		ck_assert_msg(realm_request_avatar(realm, &avatar_id, &avatar, &error) ==
				      rows[i].verdict,
			      "%s", rows[i].label);
	}
	realm_destroy(realm);
}
END_TEST

START_TEST(anonymous_is_in_no_group)
{
	struct avatar_id anonymous;
	struct avatar *avatar;
	struct error error;
	struct realm *realm = groups_make("groups:staff:a", &error);

	ck_assert_msg(realm, "%s", error.text);
	avatar_id_set_anonymous(&anonymous);
	ck_assert_int_eq(realm_request_avatar(realm, &anonymous, &avatar, &error), VERDICT_REFUSED);
	realm_destroy(realm);
}
END_TEST

Suite *groups_suite(void)
{
	Suite *suite = suite_create("groups");
	TCase *tests = tcase_create("groups");

	tcase_add_checked_fixture(tests, groups_setup, groups_teardown);
	tcase_add_test(tests, what_makes_no_sense_is_refused);
	tcase_add_test(tests, a_directory_that_is_missing_is_refused_at_the_start);
	tcase_add_test(tests, a_group_is_found_by_its_whole_name);
	tcase_add_test(tests, anonymous_is_in_no_group);
	suite_add_tcase(suite, tests);
	return suite;
}
