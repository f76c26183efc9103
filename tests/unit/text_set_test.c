/* Sets of texts: each is there once, until it is removed. */
#include "base/text_set.h"

#include <check.h>

Suite *text_set_suite(void);

START_TEST(a_text_is_there_once)
{
	const char one[] = "a";
	const char same[] = "a";
	struct text_set set = {.tree = NULL};

	ck_assert(!text_set_has(&set, "a"));
	ck_assert(text_set_add(&set, one));
	ck_assert(!text_set_add(&set, same));
	ck_assert(text_set_add(&set, "b"));
	ck_assert(text_set_has(&set, "a"));
	text_set_remove(&set, "a");
	ck_assert(!text_set_has(&set, "a"));
	ck_assert(text_set_has(&set, "b"));
	ck_assert(text_set_add(&set, same));
	text_set_finish(&set);
	ck_assert(!text_set_has(&set, "b"));
}
END_TEST

Suite *text_set_suite(void)
{
	Suite *suite = suite_create("text_set");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_text_is_there_once);
	suite_add_tcase(suite, all);
	return suite;
}
