/* Places: directories by their true names, and whether one lies in another. */
#include "daemon/places.h"

#include "scratch.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *places_suite(void);

static struct places places;

static void setup(void)
{
	scratch_setup();
	ck_assert_int_eq(mkdir(scratch_path("data"), 0700), 0);
	ck_assert_int_eq(mkdir(scratch_path("data/deep"), 0700), 0);
	ck_assert_int_eq(mkdir(scratch_path("data2"), 0700), 0);
	ck_assert_int_eq(symlink("data", scratch_path("link")), 0);
	scratch_write("data/file", OCTETS(""));
	/* A file is where it is, not where a link to it is. */
	ck_assert_int_eq(symlink("../data2/file", scratch_path("data/outside")), 0);
	scratch_write("data2/file", OCTETS(""));
}

static void teardown(void)
{
	places_finish(&places);
	scratch_teardown();
}

START_TEST(a_place_holds_what_lies_in_it)
{
	static const struct {
		const char *name;
		bool held;
	} rows[] = {
		{"data", true}, {"data/", true},  {"data/deep", true},      {"link/deep", true},
		{".", false},   {"data2", false}, {"data/../data2", false}, {"missing", true},
	};

	ck_assert(!places_hold(&places, scratch_path("data")));
	ck_assert(places_add(&places, scratch_path("link"), PLACE_WRITE));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(places_hold(&places, scratch_path(rows[i].name)) == rows[i].held,
			      "%s", rows[i].name);
	ck_assert(places_add(&places, "/", PLACE_WRITE));
	ck_assert(places_hold(&places, scratch_path("data2")));
	ck_assert(places_hold(&places, "/"));
}
END_TEST

START_TEST(a_place_of_many_is_there_once)
{
	ck_assert(places_add(&places, scratch_path("data/file"), PLACE_WRITE));
	ck_assert(places_add(&places, scratch_path("link"), PLACE_WRITE));
	ck_assert_uint_eq(places.count, 1);
	ck_assert(places_add(&places, scratch_path("data/deep"), PLACE_WRITE));
	ck_assert(places_add(&places, scratch_path("data"), PLACE_REMOVE));
	ck_assert_uint_eq(places.count, 3);
}
END_TEST

START_TEST(where_files_are_only_removed_none_is_made)
{
	ck_assert(places_add(&places, scratch_path("data"), PLACE_REMOVE));
	ck_assert(!places_hold(&places, scratch_path("data")));
}
END_TEST

START_TEST(the_place_of_a_file_is_its_directory)
{
	ck_assert(places_add(&places, scratch_path("link/file"), PLACE_WRITE));
	ck_assert_str_eq(places.items[0].directory, scratch_path("data"));
	ck_assert(places_hold(&places, scratch_path("data/file")));
	ck_assert(!places_hold(&places, scratch_path("data/outside")));
}
END_TEST

START_TEST(what_is_not_there_is_no_place)
{
	ck_assert(!places_add(&places, scratch_path("missing"), PLACE_WRITE));
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_uint_eq(places.count, 0);
}
END_TEST

Suite *places_suite(void)
{
	Suite *suite = suite_create("places");
	TCase *tests = tcase_create("places");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_place_holds_what_lies_in_it);
	tcase_add_test(tests, a_place_of_many_is_there_once);
	tcase_add_test(tests, where_files_are_only_removed_none_is_made);
	tcase_add_test(tests, the_place_of_a_file_is_its_directory);
	tcase_add_test(tests, what_is_not_there_is_no_place);
	suite_add_tcase(suite, tests);
	return suite;
}
