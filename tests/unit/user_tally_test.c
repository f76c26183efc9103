/* What it takes to count the protection spaces of an import. */
#include "accounts/user_tally.h"

#include <check.h>
#include <dlfcn.h>
#include <search.h>
#include <stdio.h>

Suite *user_tally_suite(void);

static _Thread_local size_t comparisons;
static _Thread_local __compar_fn_t compare;

static int compare_and_count(const void *a, const void *b)
{
	comparisons++;
	return compare(a, b);
}

/* In the place of the library's, which it calls. */
void *tsearch(const void *key, void **root, __compar_fn_t function)
{
	void *(*library)(const void *, void **, __compar_fn_t) = dlsym(RTLD_NEXT, "tsearch");

	compare = function;
	return library(key, root, compare_and_count);
}

#define SPACES 10000

/* Each line may have a space of its own. */
START_TEST(a_space_is_found_among_many_without_looking_at_each)
{
	const struct user_options options = {.store = "sqlite:users.db"};
	struct user_tally tally;
	char name[32];

	user_tally_init(&tally, &options);
	comparisons = 0;
	for (int i = 0; i < 2 * SPACES; i++) {
		snprintf(name, sizeof(name), "Space %d", i % SPACES);
		user_tally_digest(&tally, octets_from(name));
	}
	ck_assert_uint_eq(tally.space_count, SPACES);
	ck_assert_uint_gt(comparisons, SPACES);
	ck_assert_uint_lt(comparisons, 2 * SPACES * 32);
	user_tally_finish(&tally);
}
END_TEST

Suite *user_tally_suite(void)
{
	Suite *suite = suite_create("user_tally");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_space_is_found_among_many_without_looking_at_each);
	suite_add_tcase(suite, all);
	return suite;
}
