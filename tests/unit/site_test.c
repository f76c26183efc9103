/* Which guard a path finds. */
#include "http/site.h"

#include <check.h>

struct row {
	const char *label;
	const char *path;
	const char *prefix; /* NULL: none */
};

static struct guard guards[] = {
	{.prefix = OCTETS("")},
	{.prefix = OCTETS("/sec")},
	{.prefix = OCTETS("/sec/open")},
	{.prefix = OCTETS("/secret")},
};

static const struct row rows[] = {
	{"root", "/", ""},
	{"below the root", "/pub/x", ""},
	{"X01 the prefix itself", "/sec", "/sec"},
	{"X01 with a slash", "/sec/", "/sec"},
	{"below", "/sec/a/b/c", "/sec"},
	{"X15 the longest wins", "/sec/open/x", "/sec/open"},
	{"the longest itself", "/sec/open", "/sec/open"},
	{"only at segment borders", "/second", ""},
	{"only at segment borders, deeper", "/sec/opened", "/sec"},
	{"a longer name of its own", "/secret/x", "/secret"},
};

START_TEST(the_longest_prefix_wins)
{
	const struct row *row = &rows[_i];
	struct guard *all[] = {&guards[2], &guards[0], &guards[3], &guards[1]};
	const struct guard *found;
	struct site site;

	site_init(&site, all, 4, NULL);
	found = site_find(&site, octets_from(row->path));
	ck_assert_msg(found != NULL, "%s", row->label);
	ck_assert_msg(strcmp(found->prefix.data, row->prefix) == 0, "%s: %s", row->label,
		      found->prefix.data);
	site_finish(&site);
}
END_TEST

START_TEST(without_a_root_some_paths_are_nobodys)
{
	struct guard *all[] = {&guards[1]};
	struct site site;

	site_init(&site, all, 1, NULL);
	ck_assert_ptr_null(site_find(&site, OCTETS("/")));
	ck_assert_ptr_null(site_find(&site, OCTETS("/other")));
	ck_assert_ptr_eq(site_find(&site, OCTETS("/sec/x")), &guards[1]);
	site_finish(&site);
}
END_TEST

static unsigned int releases;

static void count_release(struct site *site)
{
	site_finish(site);
	releases++;
}

START_TEST(the_last_holder_releases_a_site)
{
	struct site site;

	site_init(&site, NULL, 0, count_release);
	site_hold(&site, 2);
	site_let_go(&site);
	site_let_go(&site);
	ck_assert_uint_eq(releases, 0);
	site_let_go(&site);
	ck_assert_uint_eq(releases, 1);
}
END_TEST

Suite *site_suite(void);

Suite *site_suite(void)
{
	Suite *suite = suite_create("site");
	TCase *tcase = tcase_create("site");

	tcase_add_loop_test(tcase, the_longest_prefix_wins, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_test(tcase, without_a_root_some_paths_are_nobodys);
	tcase_add_test(tcase, the_last_holder_releases_a_site);
	suite_add_tcase(suite, tcase);
	return suite;
}
