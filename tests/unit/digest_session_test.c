/* The -sess forms of the algorithms (the numbers are those of the specification). */
#include "digest_client.h"

#include <check.h>

Suite *digest_session_suite(void);

static const char *const sessions[] = {"MD5-sess", "SHA-256-sess", "SHA-512-256-sess"};

#define SESSION_COUNT (sizeof(sessions) / sizeof(sessions[0]))

static const char *outcome(const struct client_answer *answer, const char *offer)
{
	return client_outcome(answer, offer, client_field(answer));
}

/* The account's HA1 is the one of the plain algorithm. */
START_TEST(every_session_algorithm_lets_the_right_answer_in)
{
	for (size_t i = 0; i < SESSION_COUNT; i++) {
		char nonce[NONCE_TEXT_MAX];
		struct client_answer answer = {.algorithm = sessions[i], .nonce = nonce};
		const struct client_answer wrong = {.algorithm = sessions[i], .password = "wrong"};

		nonces_make(client_nonces(), OCTETS(CLIENT_REALM), nonce);
		ck_assert_str_eq(outcome(&answer, sessions[i]), "right"); /* E01 */
		ck_assert_str_eq(outcome(&answer, sessions[i]), "stale");
		ck_assert_str_eq(outcome(&wrong, sessions[i]), "wrong");
		answer.nc = "00000002";
		answer.cnonce = "another one";
		ck_assert_str_eq(outcome(&answer, sessions[i]), "right"); /* E02 */
	}
}
END_TEST

START_TEST(a_password_does_as_well_as_its_hash)
{
	const struct client_answer answer = {.algorithm = "SHA-256-sess", .password = "other"};

	ck_assert_str_eq(outcome(&answer, "SHA-256-sess"), "wrong");
	ck_assert(!credentials_check_password(client_credentials(), OCTETS("secret")));
	ck_assert(credentials_check_password(client_credentials(), OCTETS("other")));
}
END_TEST

START_TEST(a_session_and_its_plain_algorithm_are_two_offers)
{
	const struct client_answer plain = {.algorithm = "MD5"};
	const struct client_answer session = {.algorithm = "MD5-sess"};
	const struct client_answer upper = {
		.algorithm = "MD5-sess", .replace = "MD5-sess", .with = "md5-SESS"};
	const struct client_answer relabelled = {
		.algorithm = "MD5", .replace = "algorithm=MD5", .with = "algorithm=MD5-sess"};
	const struct client_answer stripped = {
		.algorithm = "MD5-sess", .replace = "algorithm=MD5-sess", .with = "algorithm=MD5"};

	ck_assert_str_eq(outcome(&session, "MD5"), "not mine"); /* D24 */
	ck_assert_str_eq(outcome(&plain, "MD5-sess"), "not mine");
	ck_assert_str_eq(outcome(&relabelled, "MD5-sess"), "wrong"); /* D94 */
	ck_assert_str_eq(outcome(&stripped, "MD5"), "wrong");
	ck_assert_str_eq(outcome(&upper, "MD5-sess"), "right"); /* D21 */
}
END_TEST

START_TEST(a_session_needs_a_qop)
{
	const struct client_answer answer = {
		.algorithm = "MD5-sess", .replace = "qop=auth, ", .with = ""};

	ck_assert_str_eq(outcome(&answer, "MD5-sess"), "401"); /* E05 */
}
END_TEST

START_TEST(the_challenge_names_the_session_algorithm)
{
	ck_assert_str_eq(client_challenge("sha-512-256-SESS"),
			 "Digest realm=\"Example\", qop=\"auth\", algorithm=SHA-512-256-sess, "
			 "nonce=\"abc\", charset=UTF-8, userhash=false");
}
END_TEST

START_TEST(only_algorithms_that_there_are_make_sessions)
{
	static const char *const offers[] = {"-sess", "SHA-1-sess", "MD5sess", "MD5-sess-sess",
					     "MD5:sess"};

	for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]); i++)
		ck_assert_msg(!client_challenge(offers[i]), "%s", offers[i]);
}
END_TEST

Suite *digest_session_suite(void)
{
	Suite *suite = suite_create("digest_session");
	TCase *tests = tcase_create("digest_session");

	tcase_add_checked_fixture(tests, client_set_up, client_tear_down);
	tcase_add_test(tests, every_session_algorithm_lets_the_right_answer_in);
	tcase_add_test(tests, a_password_does_as_well_as_its_hash);
	tcase_add_test(tests, a_session_and_its_plain_algorithm_are_two_offers);
	tcase_add_test(tests, a_session_needs_a_qop);
	tcase_add_test(tests, the_challenge_names_the_session_algorithm);
	tcase_add_test(tests, only_algorithms_that_there_are_make_sessions);
	suite_add_tcase(suite, tests);
	return suite;
}
