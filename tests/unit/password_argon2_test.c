/* argon2id, in a program that was built with libargon2. */
#include "password_vectors.h"

#include "cred/password_scheme.h"

#include <check.h>

Suite *password_argon2_suite(void);

/* T78 */
static const struct password_vector vectors[] = {
	/* phc-winner-argon2, src/test.c */
	{"argon2id", "password",
	 "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
	 false, false},
	/* argon2(1): the most that is computed, four lanes, the least of OWASP, the least of all */
	{"argon2id", "correct horse",
	 "$argon2id$v=19$m=262144,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "rlW4OsRng213xhiyewTPXZ82IS9wx+1RdUokdGvsLfA",
	 false, false},
	{"argon2id", "correct horse",
	 "$argon2id$v=19$m=64,t=10,p=4$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "K1krKOUczpc5xC8LhiPE2IUjmWYuC6NncKyQ4Uk8ous",
	 true, true},
	{"argon2id", "correct horse",
	 "$argon2id$v=19$m=7168,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM",
	 false, false},
	{"argon2id", "correct horse",
	 "$argon2id$v=19$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "M7jw0GQI4Kfcxf+xPldfNRYttP89scc9XVAYAcaZ0U0",
	 true, true},
};

START_TEST(published_hashes_are_understood)
{
	password_vector_check(&vectors[_i]);
}
END_TEST

/* T74. All are hashes of "correct horse" where they can be computed at all. */
static const struct password_unusable unusable[] = {
	{"4 GiB",
	 "$argon2id$v=19$m=4194304,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "rlW4OsRng213xhiyewTPXZ82IS9wx+1RdUokdGvsLfA",
	 "too high"},
	{"1 KiB above",
	 "$argon2id$v=19$m=262145,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "EugptMpugRDLLs8adQeShJVAbk6bgMVidahCyKGknmw",
	 "too high"},
	{"one pass above",
	 "$argon2id$v=19$m=64,t=11,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "NWe6Hzxod4dHcmKkZkHy1AJkoThWhoCA55xDH/NEIWs",
	 "too high"},
	{"one lane above",
	 "$argon2id$v=19$m=64,t=1,p=5$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "xkzN30OAL3HPvvAqbs6zZru57YHXJCETblTXXt2xxZ0",
	 "too high"},
	{"one pass above, of so much memory",
	 "$argon2id$v=19$m=262144,t=4,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "pyHMzMStr33pmHz2v6Nq/syx5C0mfy+9rsUlF/HMDR4",
	 "too high"},
	{"without a hash", "$argon2id$v=19$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$", "malformed"},
	{"too short a salt",
	 "$argon2id$v=19$m=8,t=1,p=1$MDEy$M7jw0GQI4Kfcxf+xPldfNRYttP89scc9XVAYAcaZ0U0",
	 "malformed"},
	{"no lane",
	 "$argon2id$v=19$m=8,t=1,p=0$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "M7jw0GQI4Kfcxf+xPldfNRYttP89scc9XVAYAcaZ0U0",
	 "malformed"},
	{"no pass",
	 "$argon2id$v=19$m=8,t=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "M7jw0GQI4Kfcxf+xPldfNRYttP89scc9XVAYAcaZ0U0",
	 "malformed"},
	{"less memory than the lanes need",
	 "$argon2id$v=19$m=8,t=1,p=2$MDEyMzQ1Njc4OWFiY2RlZg$"
	 "M7jw0GQI4Kfcxf+xPldfNRYttP89scc9XVAYAcaZ0U0",
	 "malformed"},
	{"argon2i",
	 "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
	 "known"},
};

START_TEST(what_lets_nobody_in_says_why)
{
	password_unusable_check(&unusable[_i]);
}
END_TEST

START_TEST(what_one_takes_is_known_before_it_is_computed)
{
	ck_assert_uint_eq(password_argon2_memory(vectors[0].hash + strlen("$argon2id$")),
			  64ul << 20);
	ck_assert_uint_eq(password_argon2_memory(vectors[1].hash + strlen("$argon2id$")),
			  PASSWORD_MEMORY_MAX);
}
END_TEST

Suite *password_argon2_suite(void)
{
	Suite *suite = suite_create("password_argon2");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, published_hashes_are_understood, 0,
			    sizeof(vectors) / sizeof(vectors[0]));
	tcase_add_loop_test(all, what_lets_nobody_in_says_why, 0,
			    sizeof(unusable) / sizeof(unusable[0]));
	tcase_add_test(all, what_one_takes_is_known_before_it_is_computed);
	suite_add_tcase(suite, all);
	return suite;
}
