/* The attempts that a loop keeps for the next logins. */
#include "http/attempt.h"

#include "http/loop.h"

#include <check.h>

Suite *attempt_suite(void);

static unsigned int count_spares(const struct loop *loop)
{
	unsigned int count = 0;

	for (const struct attempt *spare = loop->spare_attempts; spare; spare = spare->next)
		count++;
	return count;
}

START_TEST(a_crowd_leaves_few_of_them)
{
	struct attempt *taken[ATTEMPT_SPARES + 2];
	const size_t count = sizeof(taken) / sizeof(taken[0]);
	struct loop loop = {.spare_attempts = NULL};

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < count; i++)
			taken[i] = attempt_take(&loop);
		ck_assert_uint_eq(count_spares(&loop), 0);
		for (size_t i = 0; i < count; i++)
			attempt_give_back(taken[i]);
		ck_assert_uint_eq(count_spares(&loop), ATTEMPT_SPARES);
	}
	attempt_destroy_all(loop.spare_attempts);
}
END_TEST

Suite *attempt_suite(void)
{
	Suite *suite = suite_create("attempt");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_crowd_leaves_few_of_them);
	suite_add_tcase(suite, all);
	return suite;
}
