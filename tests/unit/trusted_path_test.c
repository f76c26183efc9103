/* Which files nobody else can exchange, and which somebody could. */
#include "base/trusted_path.h"

#include "as_root.h"
#include "forked.h"
#include "scratch.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

Suite *trusted_path_suite(void);

static struct error error;

static void setup(void)
{
	scratch_setup();
	ck_assert_int_eq(mkdir(scratch_path("place"), 0755), 0);
	scratch_write("place/object", OCTETS("x"));
	ck_assert_int_eq(chmod(scratch_path("place/object"), 0755), 0);
}

static bool trusts(const char *name)
{
	return trusted_path_check(scratch_path(name), &error);
}

static void refuses(const char *name, const char *culprit, const char *reason)
{
	char begin[ERROR_TEXT_MAX];

	ck_assert_msg(!trusts(name), "%s", reason);
	snprintf(begin, sizeof(begin), "cannot trust '%s': %s", scratch_path(culprit), reason);
	ck_assert_msg(strncmp(error.text, begin, strlen(begin)) == 0, "%s, not %s", error.text,
		      begin);
}

/* The scratch directory is in a sticky one that everybody writes to. */
START_TEST(a_file_that_only_we_can_write_to_is_trusted)
{
	ck_assert_msg(trusts("place/object"), "%s", error.text);
	ck_assert_msg(trusts("place//object"), "%s", error.text);
	ck_assert_msg(trusts("place/../place/object"), "%s", error.text);
	ck_assert_int_eq(chmod(scratch_path("place"), 01777), 0);
	ck_assert_msg(trusts("place/object"), "%s", error.text);
}
END_TEST

START_TEST(what_others_can_write_to_is_not)
{
	static const mode_t modes[] = {0775, 0757, 0777};

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		ck_assert_int_eq(chmod(scratch_path("place/object"), modes[i]), 0);
		refuses("place/object", "place/object", "others can write to it");
	}
	ck_assert_int_eq(chmod(scratch_path("place/object"), 01777), 0);
	refuses("place/object", "place/object", "others can write to it, mode 1777 (fix: chmod");
	ck_assert_int_eq(chmod(scratch_path("place/object"), 0755), 0);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		ck_assert_int_eq(chmod(scratch_path("place"), modes[i]), 0);
		refuses("place/object", "place", "others can write to it");
	}
}
END_TEST

START_TEST(a_link_is_not_wherever_it_stands)
{
	ck_assert_int_eq(symlink("object", scratch_path("place/link")), 0);
	ck_assert_int_eq(symlink("place", scratch_path("way")), 0);
	refuses("place/link", "place/link", "it is a symbolic link");
	refuses("way/object", "way", "it is a symbolic link");
}
END_TEST

START_TEST(only_a_regular_file_is)
{
	refuses("place", "place", "not a regular file");
	ck_assert(!trusts("place/missing"));
	ck_assert(error.no_input && strstr(error.text, "No such file or directory"));
	ck_assert(!trusts("place/object/below"));
	ck_assert(!trusted_path_check("/", &error));
}
END_TEST

static void look_as_another(const void *uid)
{
	bool trusted;

	if (setresuid(*(const uid_t *)uid, *(const uid_t *)uid, *(const uid_t *)uid) != 0)
		_exit(2);
	trusted = trusts("place/object");
	puts(trusted ? "trusted" : error.text);
	fflush(stdout);
}

static void expect_of(uid_t owner_of_place, uid_t uid, const char *said)
{
	struct forked forked;

	ck_assert_int_eq(chown(scratch_path("place"), owner_of_place, 0), 0);
	forked_run(&forked, look_as_another, &uid);
	ck_assert_int_eq(forked.status, 0);
	ck_assert_msg(strstr(forked.text, said), "%s", forked.text);
}

START_TEST(it_belongs_to_root_or_to_us)
{
	ck_assert_int_eq(chmod(scratch_directory(), 0755), 0);
	expect_of(0, 0, "trusted");
	expect_of(0, 4711, "trusted");
	expect_of(4711, 4711, "trusted");
	expect_of(4711, 0, "it belongs to uid 4711");
	expect_of(4712, 4711, "it belongs to uid 4712");
}
END_TEST

Suite *trusted_path_suite(void)
{
	Suite *suite = suite_create("trusted_path");
	TCase *tests = tcase_create("trusted_path");

	tcase_add_checked_fixture(tests, setup, scratch_teardown);
	tcase_add_test(tests, a_file_that_only_we_can_write_to_is_trusted);
	tcase_add_test(tests, what_others_can_write_to_is_not);
	tcase_add_test(tests, a_link_is_not_wherever_it_stands);
	tcase_add_test(tests, only_a_regular_file_is);
	tcase_add_root_test(tests, it_belongs_to_root_or_to_us);
	suite_add_tcase(suite, tests);
	return suite;
}
