/* What realms have in common is made once, and ends with the commons. */
#include "base/commons.h"

#include <check.h>

Suite *commons_suite(void);

static unsigned int made;
static unsigned int destroyed;

static void count_destroyed(struct common *common)
{
	(void)common;
	destroyed++;
}

static struct common *make_one(void)
{
	static struct common one = {.destroy = count_destroyed};

	made++;
	return &one;
}

static struct common *make_another(void)
{
	static struct common another = {.destroy = count_destroyed};

	return &another;
}

START_TEST(it_is_made_when_first_asked_for_and_once)
{
	struct commons *commons = commons_create();
	struct common *one = commons_get(commons, make_one);

	ck_assert_ptr_ne(commons_get(commons, make_another), one);
	ck_assert_ptr_eq(commons_get(commons, make_one), one);
	ck_assert_uint_eq(made, 1);
	ck_assert_uint_eq(destroyed, 0);
	commons_destroy(commons);
	ck_assert_uint_eq(destroyed, 2);
	commons_destroy(NULL);
}
END_TEST

Suite *commons_suite(void)
{
	Suite *suite = suite_create("commons");
	TCase *tcase = tcase_create("commons");

	tcase_add_test(tcase, it_is_made_when_first_asked_for_and_once);
	suite_add_tcase(suite, tcase);
	return suite;
}
