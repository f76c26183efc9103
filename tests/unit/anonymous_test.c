/* The checker of those who present nothing. */
#include "cred/checker.h"

#include "fake_digest.h"
#include "fake_plugins.h"
#include "postern/plugin.h"

#include <check.h>

Suite *anonymous_suite(void);

static enum verdict ask(struct credentials *credentials, struct avatar_id *avatar_id)
{
	struct error error;
	struct checker *checker = checker_create("anonymous", (struct origin){.directory = "/"},
						 checker_types, &error);
	enum verdict verdict;

	ck_assert_msg(checker, "%s", error.text);
	verdict = checker_request_avatar_id(checker, NULL, credentials, &fake_hasty, avatar_id,
					    &error);
	checker_destroy(checker);
	return verdict;
}

START_TEST(who_presents_nothing_is_anonymous)
{
	struct credentials credentials = credentials_anonymous();
	struct avatar_id avatar_id;

	ck_assert_int_eq(ask(&credentials, &avatar_id), VERDICT_GRANTED);
	ck_assert_int_eq(avatar_id.kind, AVATAR_ID_ANONYMOUS);
	ck_assert_uint_eq(avatar_id.length, 0);
}
END_TEST

START_TEST(who_presents_something_is_not)
{
	struct username_password basic = username_password(OCTETS("anonymous"), OCTETS("x"));
	struct fake_digest digest = fake_digest(OCTETS("anonymous"), OCTETS("x"));
	struct avatar_id avatar_id;

	ck_assert_int_eq(ask(&basic.base, &avatar_id), VERDICT_REFUSED);
	ck_assert_int_eq(ask(&digest.base, &avatar_id), VERDICT_REFUSED);
	ck_assert_int_eq(avatar_id.kind, AVATAR_ID_NOBODY);
}
END_TEST

START_TEST(it_takes_no_arguments)
{
	struct error error;

	ck_assert_ptr_null(checker_create("anonymous:alice", (struct origin){.directory = "/"},
					  checker_types, &error));
}
END_TEST

Suite *anonymous_suite(void)
{
	Suite *suite = suite_create("anonymous");
	TCase *all = tcase_create("all");

	tcase_add_test(all, who_presents_nothing_is_anonymous);
	tcase_add_test(all, who_presents_something_is_not);
	tcase_add_test(all, it_takes_no_arguments);
	suite_add_tcase(suite, all);
	return suite;
}
