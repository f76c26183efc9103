/* Which file a path leads to in another root directory. */
#include "postern/root.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *root_suite(void);

static const struct {
	const char *label;
	const char *root;
	const char *path;
	const char *inside; /* NULL: it is outside */
} rows[] = {
	{"the root stays", NULL, "/srv/users.db", "/srv/users.db"},
	{"the root becomes itself", "/", "/srv/users.db", "/srv/users.db"},
	{"below", "/srv/jail", "/srv/jail/users.db", "/users.db"},
	{"below, deeper", "/srv/jail", "/srv/jail/a/b", "/a/b"},
	{"a slash at the end makes no difference", "/srv/jail/", "/srv/jail/a", "/a"},
	{"slashes between them make none", "/srv/jail", "/srv/jail//a", "/a"},
	{"beside", "/srv/jail", "/srv/users.db", NULL},
	{"a longer name", "/srv/jail", "/srv/jail2/users.db", NULL},
	{"the root directory itself", "/srv/jail", "/srv/jail", NULL},
};

START_TEST(a_path_is_shortened_by_the_root)
{
	char path[PATH_MAX];
	struct error error;
	bool inside;

	snprintf(path, sizeof(path), "%s", rows[_i].path);
	inside = root_enter(rows[_i].root, path, &error);
	ck_assert_msg(inside == (rows[_i].inside != NULL), "%s", rows[_i].label);
	if (inside)
		ck_assert_msg(strcmp(path, rows[_i].inside) == 0, "%s: %s", rows[_i].label, path);
	else
		ck_assert_msg(strstr(error.text, rows[_i].path) != NULL, "%s", rows[_i].label);
}
END_TEST

Suite *root_suite(void)
{
	Suite *suite = suite_create("root");
	TCase *tests = tcase_create("root");

	tcase_add_loop_test(tests, a_path_is_shortened_by_the_root, 0,
			    sizeof(rows) / sizeof(rows[0]));
	suite_add_tcase(suite, tests);
	return suite;
}
