/* Answers that cover the body, qop=auth-int (the numbers are those of the specification). */
#include "digest_client.h"

#include <check.h>

Suite *digest_integrity_suite(void);

#define OFFER "SHA-256:qop=auth,auth-int"

static const char *outcome(const struct client_answer *answer)
{
	return client_outcome(answer, OFFER, client_field(answer));
}

START_TEST(the_body_must_be_the_one_that_was_covered)
{
	static const struct {
		const char *label;
		struct client_answer answer;
		const char *outcome;
	} rows[] = {
		{"I01 none", {.qop = "auth-int"}, "right"},
		{"I02, D29", {.qop = "auth-int", .body = "hello", .received = "hello"}, "right"},
		{"I03, D29", {.qop = "auth-int", .body = "hello", .received = "hallo"}, "wrong"},
		{"I03 cut off", {.qop = "auth-int", .body = "hello"}, "wrong"},
		{"I03 added", {.qop = "auth-int", .received = "hello"}, "wrong"},
		{"not covered", {.qop = "auth", .received = "hello"}, "right"},
		{"relabelled", {.replace = "qop=auth", .with = "qop=auth-int"}, "wrong"},
		{"relabelled", {.qop = "auth-int", .replace = "auth-int", .with = "auth"}, "wrong"},
		{"D26", {.qop = "auth-conf"}, "401"},
		{"D27", {.replace = "qop=auth", .with = "qop=\"auth,auth-int\""}, "400"},
		{"D28", {.qop = "AUTH-INT"}, "401"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char nonce[NONCE_TEXT_MAX];
		struct client_answer answer = rows[i].answer;
		const char *got;

		nonces_make(client_nonces(), OCTETS(CLIENT_REALM), nonce);
		answer.nonce = nonce;
		got = outcome(&answer);
		ck_assert_msg(strcmp(got, rows[i].outcome) == 0, "%s: %s", rows[i].label, got);
	}
}
END_TEST

START_TEST(every_algorithm_covers_bodies)
{
	static const char *const algorithms[] = {"MD5",      "SHA-256",      "SHA-512-256",
						 "MD5-sess", "SHA-256-sess", "SHA-512-256-sess"};

	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
		char nonce[NONCE_TEXT_MAX];
		char offer[64];
		struct client_answer answer = {
			.algorithm = algorithms[i],
			.nonce = nonce,
			.qop = "auth-int",
			.body = "hello",
			.received = "hallo",
		};

		nonces_make(client_nonces(), OCTETS(CLIENT_REALM), nonce);
		strcat(strcpy(offer, algorithms[i]), ":qop=auth,auth-int");
		ck_assert_str_eq(client_outcome(&answer, offer, client_field(&answer)), "wrong");
		answer.received = "hello";
		ck_assert_str_eq(client_outcome(&answer, offer, client_field(&answer)), "right");
	}
}
END_TEST

START_TEST(it_is_never_offered_alone)
{
	static const char *const offers[] = {"qop=auth-int,auth", "qop=auth, auth-int",
					     "qop=", "qop=auth:qop=auth", "qop=auth-int"}; /* I10 */

	for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]); i++)
		ck_assert_msg(!client_challenge(offers[i]), "%s", offers[i]);
	ck_assert_str_eq(client_error(), "factory 'digest': cannot offer qop 'auth-int', only "
					 "'auth' and 'auth,auth-int'");
}
END_TEST

START_TEST(the_challenge_names_auth_first)
{
	static const char *const offers[] = {"MD5:qop=auth,auth-int", "qop=auth,auth-int:MD5"};

	for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]); i++)
		ck_assert_str_eq(client_challenge(offers[i]),
				 "Digest realm=\"Example\", qop=\"auth,auth-int\", algorithm=MD5, "
				 "nonce=\"abc\", charset=UTF-8, userhash=false");
}
END_TEST

Suite *digest_integrity_suite(void)
{
	Suite *suite = suite_create("digest_integrity");
	TCase *tests = tcase_create("digest_integrity");

	tcase_add_checked_fixture(tests, client_set_up, client_tear_down);
	tcase_add_test(tests, the_body_must_be_the_one_that_was_covered);
	tcase_add_test(tests, every_algorithm_covers_bodies);
	tcase_add_test(tests, it_is_never_offered_alone);
	tcase_add_test(tests, the_challenge_names_auth_first);
	suite_add_tcase(suite, tests);
	return suite;
}
