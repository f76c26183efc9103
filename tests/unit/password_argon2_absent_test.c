/* What a program that was built without libargon2 says of argon2id. */
#include "postern/password.h"

#include <check.h>

Suite *password_argon2_absent_suite(void);

START_TEST(a_hash_of_argon2id_lets_nobody_in_and_says_why)
{
	/* phc-winner-argon2, src/test.c */
	const struct octets hash = OCTETS("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
					  "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

	ck_assert_str_eq(password_scheme_name(hash), "argon2id");
	ck_assert_str_eq(password_defect(hash), "hash of a scheme that is not built in");
	ck_assert_int_eq(password_verify(OCTETS("password"), hash, NULL), PASSWORD_UNUSABLE);
}
END_TEST

Suite *password_argon2_absent_suite(void)
{
	Suite *suite = suite_create("password_argon2_absent");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_hash_of_argon2id_lets_nobody_in_and_says_why);
	suite_add_tcase(suite, all);
	return suite;
}
