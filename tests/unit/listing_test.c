/* What a directory shows of itself, and in which order. */
#include "../../realms/listing.h"

#include "../../realms/tree.h"
#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *listing_suite(void);

START_TEST(the_query_says_in_which_order)
{
	static const struct {
		const char *query;
		enum listing_key key;
		bool descending;
	} rows[] = {
		{NULL, LISTING_BY_NAME, false},
		{"", LISTING_BY_NAME, false},
		{"sort=size", LISTING_BY_SIZE, false},
		{"sort=time&order=desc", LISTING_BY_TIME, true},
		{"order=desc", LISTING_BY_NAME, true},
		{"order=desc&sort=name&order=asc", LISTING_BY_NAME, false},
		{"x&sort=size&&y=&", LISTING_BY_SIZE, false},
		{"sort=sizes&order=descending", LISTING_BY_NAME, false},
		{"sort=", LISTING_BY_NAME, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct listing_order order = listing_order_from(octets_from(rows[i].query));

		ck_assert_msg(order.key == rows[i].key, "%s", rows[i].query);
		ck_assert_msg(order.descending == rows[i].descending, "%s", rows[i].query);
	}
}
END_TEST

static const struct listing_order listing_by_name = {.key = LISTING_BY_NAME};

static int listing_root(void)
{
	struct error error;
	int root = tree_open_root(scratch_path("root"), &error);

	ck_assert_msg(root >= 0, "%s", error.text);
	return root;
}

static void listing_setup(void)
{
	scratch_setup();
	ck_assert_int_eq(mkdir(scratch_path("root"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("root/d"), 0755), 0);
}

/* The names in root/d, each with a '/' behind it. Valid until the next call. */
static const char *listing_names(struct listing_order order)
{
	static char names[1024];
	struct listing listing;
	int root = listing_root();
	char *end = names;

	names[0] = '\0';
	ck_assert_uint_eq(listing_read(&listing, root, OCTETS("/d/"), order), 200);
	for (size_t i = 0; i < listing.count; i++)
		end += sprintf(end, "%s/", listing.entries[i].name);
	ck_assert_uint_eq(listing.left_out, 0);
	ck_assert(!listing.unread);
	listing_finish(&listing);
	close(root);
	return names;
}

/* Of the age, in seconds since 1970. */
static void listing_make(const char *name, const char *text, time_t age)
{
	struct timespec times[2] = {{.tv_sec = age}, {.tv_sec = age}};

	if (text)
		scratch_write(name, octets_from(text));
	else
		ck_assert_int_eq(mkdir(scratch_path(name), 0755), 0);
	ck_assert_int_eq(utimensat(AT_FDCWD, scratch_path(name), times, 0), 0);
}

START_TEST(directories_come_first_and_what_is_equal_by_name)
{
	static const struct {
		const char *label;
		struct listing_order order;
		const char *names;
	} rows[] = {
		{"by name", {LISTING_BY_NAME, false}, "x/y/B/a/c/"},
		{"by name, down", {LISTING_BY_NAME, true}, "y/x/c/a/B/"},
		{"by size", {LISTING_BY_SIZE, false}, "x/y/c/B/a/"},
		{"by size, down", {LISTING_BY_SIZE, true}, "x/y/B/a/c/"},
		{"by time", {LISTING_BY_TIME, false}, "y/x/a/c/B/"},
		{"by time, down", {LISTING_BY_TIME, true}, "x/y/B/a/c/"},
	};

	listing_make("root/d/a", "22", 100);
	listing_make("root/d/B", "22", 300);
	listing_make("root/d/c", "1", 100);
	listing_make("root/d/x", NULL, 400);
	listing_make("root/d/y", NULL, 200);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(strcmp(listing_names(rows[i].order), rows[i].names) == 0, "%s: %s",
			      rows[i].label, listing_names(rows[i].order));
}
END_TEST

static void listing_link(const char *target, const char *name)
{
	ck_assert_int_eq(symlink(target, scratch_path(name)), 0);
}

START_TEST(what_no_request_could_get_is_left_out)
{
	scratch_write("outside", OCTETS("secret"));
	scratch_write("root/above", OCTETS("above"));
	scratch_write("root/d/file", OCTETS("file"));
	scratch_write("root/d/.htpasswd", OCTETS("secret"));
	scratch_write("root/d/new\nline", OCTETS("file"));
	scratch_write("root/d/delete\x7f", OCTETS("file"));
	ck_assert_int_eq(mkfifo(scratch_path("root/d/fifo"), 0644), 0);
	listing_link("file", "root/d/link");
	listing_link("../above", "root/d/link-up");
	listing_link("../../outside", "root/d/link-out");
	listing_link("/etc/passwd", "root/d/link-absolute");
	listing_link("missing", "root/d/link-to-nothing");
	listing_link("fifo", "root/d/link-to-fifo");
	listing_link("link-loop", "root/d/link-loop");
	ck_assert_str_eq(listing_names(listing_by_name), "file/link/link-up/");
}
END_TEST

START_TEST(a_link_is_what_it_leads_to)
{
	struct listing listing;
	int root = listing_root();

	scratch_write("root/big", OCTETS("0123456789"));
	listing_link("../big", "root/d/a");
	listing_link("..", "root/d/b");
	ck_assert_uint_eq(listing_read(&listing, root, OCTETS("/d/"), listing_by_name), 200);
	ck_assert_uint_eq(listing.count, 2);
	ck_assert_str_eq(listing.entries[0].name, "b");
	ck_assert(listing.entries[0].is_directory);
	ck_assert_uint_eq(listing.entries[1].size, 10);
	listing_finish(&listing);
	close(root);
}
END_TEST

START_TEST(what_is_no_directory_of_the_tree_has_no_listing)
{
	static const char *const rests[] = {"/missing/", "/file/", "/.hidden/", "/out/", "/../"};
	int root = listing_root();

	ck_assert_int_eq(mkdir(scratch_path("root/.hidden"), 0755), 0);
	scratch_write("root/file", OCTETS("file"));
	listing_link("..", "root/out");
	for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
		struct listing listing;

		ck_assert_msg(
			listing_read(&listing, root, octets_from(rests[i]), listing_by_name) == 404,
			"%s", rests[i]);
	}
	close(root);
}
END_TEST

/* Names that are numbers, in no order, most of them of one file: that is faster to make. */
static void listing_fill(unsigned int count)
{
	char name[32];

	scratch_write("file", OCTETS(""));
	for (unsigned int i = 0; i < count; i++) {
		/* A file may have 65,000 names. */
		if (i % 30000 == 0)
			scratch_replace("file", OCTETS(""));
		/* Comes once to every number: 7919 is prime. */
		snprintf(name, sizeof(name), "root/d/%06u", i * 7919U % count);
		ck_assert_int_eq(link(scratch_path("file"), scratch_path(name)), 0);
	}
}

static unsigned long listing_number(const struct listing *listing, size_t index)
{
	return strtoul(listing->entries[index].name, NULL, 10);
}

START_TEST(of_a_large_directory_the_first_names_are_shown)
{
	static const struct {
		const char *label;
		struct listing_order order;
		unsigned int first;
		unsigned int last;
	} rows[] = {
		{"by name", {LISTING_BY_NAME, false}, 0, LISTING_MAX - 2},
		{"by name, down", {LISTING_BY_NAME, true}, LISTING_MAX * 2, LISTING_MAX + 2},
		{"by size", {LISTING_BY_SIZE, false}, 0, LISTING_MAX - 2},
		{"by size, down", {LISTING_BY_SIZE, true}, LISTING_MAX - 2, LISTING_MAX - 3},
	};
	int root = listing_root();

	listing_fill(LISTING_MAX * 2 + 1);
	scratch_replace("root/d/009998", OCTETS("the largest of them"));
	ck_assert_int_eq(mkdir(scratch_path("root/d/zz"), 0755), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct listing listing;

		ck_assert_uint_eq(listing_read(&listing, root, OCTETS("/d/"), rows[i].order), 200);
		ck_assert_uint_eq(listing.count, LISTING_MAX);
		ck_assert_uint_eq(listing.left_out, LISTING_MAX + 2);
		ck_assert(!listing.unread);
		ck_assert_str_eq(listing.entries[0].name, "zz");
		ck_assert_msg(listing_number(&listing, 1) == rows[i].first, "%s", rows[i].label);
		ck_assert_msg(listing_number(&listing, LISTING_MAX - 1) == rows[i].last, "%s",
			      rows[i].label);
		listing_finish(&listing);
	}
	close(root);
}
END_TEST

START_TEST(of_a_huge_directory_not_every_name_is_read)
{
	struct listing listing;
	int root = listing_root();

	listing_fill(LISTING_READ - 2); /* without "." and ".." */
	ck_assert_uint_eq(listing_read(&listing, root, OCTETS("/d/"), listing_by_name), 200);
	ck_assert(!listing.unread);
	ck_assert_uint_eq(listing.left_out, LISTING_READ - 2 - LISTING_MAX);
	ck_assert_str_eq(listing.entries[LISTING_MAX - 1].name, "009999");
	listing_finish(&listing);
	scratch_write("root/d/more", OCTETS(""));
	ck_assert_uint_eq(listing_read(&listing, root, OCTETS("/d/"), listing_by_name), 200);
	ck_assert(listing.unread);
	ck_assert_uint_eq(listing.count, LISTING_MAX);
	listing_finish(&listing);
	close(root);
}
END_TEST

Suite *listing_suite(void)
{
	Suite *suite = suite_create("listing");
	TCase *tests = tcase_create("listing");

	tcase_add_checked_fixture(tests, listing_setup, scratch_teardown);
	tcase_add_test(tests, the_query_says_in_which_order);
	tcase_add_test(tests, directories_come_first_and_what_is_equal_by_name);
	tcase_add_test(tests, what_no_request_could_get_is_left_out);
	tcase_add_test(tests, a_link_is_what_it_leads_to);
	tcase_add_test(tests, what_is_no_directory_of_the_tree_has_no_listing);
	tcase_add_test(tests, of_a_large_directory_the_first_names_are_shown);
	tcase_add_test(tests, of_a_huge_directory_not_every_name_is_read);
	suite_add_tcase(suite, tests);
	return suite;
}
