/* Authentication-Info is sent exactly, or not at all. */
#include "digest_client.h"

#include "base/hex.h"
#include "http/digest_credentials.h"

#include <check.h>
#include <stdio.h>
#include <time.h>

Suite *digest_confirmation_suite(void);

/* A nonce of ours that is so many milliseconds old. */
static void make_nonce(int64_t age, char nonce[static NONCE_TEXT_MAX])
{
	nonces_make_at(client_nonces(), OCTETS(CLIENT_REALM), (int64_t)time(NULL) * 1000 - age,
		       nonce);
}

START_TEST(a_young_nonce_needs_no_confirmation)
{
	const struct client_answer answer = {.nc = "00000001"};
	char nonce[NONCE_TEXT_MAX];
	const struct client_answer older = {.nonce = nonce};

	ck_assert_str_eq(client_try(&answer), "right"); /* A05 */
	ck_assert_pstr_eq(client_confirmation(), NULL);
	make_nonce(NONCE_LIFETIME / 5 * 4 - 10000, nonce);
	ck_assert_str_eq(client_try(&older), "right");
	ck_assert_pstr_eq(client_confirmation(), NULL);
}
END_TEST

/* Takes the nextnonce that the confirmation ends with. */
static void take_next(const char *confirmation, char nonce[static NONCE_TEXT_MAX])
{
	const char *at;

	ck_assert_ptr_nonnull(confirmation);
	at = strstr(confirmation, ", nextnonce=\"");
	ck_assert_msg(at, "%s", confirmation);
	ck_assert_uint_eq(strlen(at), strlen(", nextnonce=\"\"") + 32);
	memcpy(nonce, at + strlen(", nextnonce=\""), 32);
	nonce[32] = '\0';
}

START_TEST(an_old_nonce_is_followed_by_the_next_one)
{
	char old[NONCE_TEXT_MAX];
	char next[NONCE_TEXT_MAX];
	const struct client_answer last = {.nonce = old, .nc = "00000007"};
	const struct client_answer continued = {.nonce = next, .nc = "00000008"};
	const struct client_answer restarted = {.nonce = next, .nc = "00000001"};
	const struct client_answer old_again = {.nonce = old, .nc = "00000008"};

	make_nonce(NONCE_LIFETIME / 5 * 4 + 1000, old);
	ck_assert_str_eq(client_try(&last), "right"); /* A05 */
	take_next(client_confirmation(), next);
	ck_assert_str_ne(next, old);
	ck_assert_str_eq(client_try(&continued), "right"); /* A06 */
	ck_assert_pstr_eq(client_confirmation(), NULL);
	ck_assert_str_eq(client_try(&restarted), "right");
	ck_assert_str_eq(client_try(&old_again), "right");
}
END_TEST

START_TEST(what_is_sent_with_the_next_nonce_is_proved)
{
	char old[NONCE_TEXT_MAX];
	const struct client_answer answer = {.nonce = old};

	make_nonce(NONCE_LIFETIME - 10000, old);
	ck_assert_str_eq(client_try(&answer), "right");
	ck_assert_ptr_eq(strstr(client_confirmation(), "rspauth=\""), client_confirmation());
	ck_assert_ptr_nonnull(strstr(client_confirmation(), "\", qop=auth, cnonce=\"0a4f113b\", "
							    "nc=00000001, nextnonce=\""));
}
END_TEST

START_TEST(only_an_accepted_answer_is_confirmed)
{
	char old[NONCE_TEXT_MAX];
	char expired[NONCE_TEXT_MAX];
	const struct client_answer wrong = {.nonce = old, .password = "wrong"};
	const struct client_answer right = {.nonce = old};
	const struct client_answer late = {.nonce = expired};

	make_nonce(NONCE_LIFETIME - 10000, old); /* A08 */
	make_nonce(NONCE_LIFETIME, expired);
	ck_assert_str_eq(client_try(&wrong), "wrong");
	ck_assert_pstr_eq(client_confirmation(), NULL);
	ck_assert_str_eq(client_try(&right), "right");
	ck_assert_str_eq(client_try(&right), "stale");
	ck_assert_pstr_eq(client_confirmation(), NULL);
	ck_assert_str_eq(client_try(&late), "stale");
	ck_assert_pstr_eq(client_confirmation(), NULL);
}
END_TEST

START_TEST(mutual_confirms_every_answer)
{
	const struct client_answer first = {.nc = "00000001"};
	const struct client_answer second = {.nc = "0000000A", .cnonce = "c\"n\\o"};

	ck_assert_str_eq(client_try(&first), "right"); /* A01, A03 */
	ck_assert_ptr_nonnull(client_confirmation());
	ck_assert_pstr_eq(strstr(client_confirmation(), "\", "),
			  "\", qop=auth, cnonce=\"0a4f113b\", nc=00000001");
	ck_assert_str_eq(client_try(&second), "right"); /* A04 */
	ck_assert_pstr_eq(strstr(client_confirmation(), "\", "),
			  "\", qop=auth, cnonce=\"c\\\"n\\\\o\", nc=0000000A");
}
END_TEST

/* The wrapper asserts that it fits. */
START_TEST(the_longest_cnonce_fits)
{
	char cnonce[DIGEST_CNONCE_MAX + 1] = "";
	char old[NONCE_TEXT_MAX];
	const struct client_answer answer = {.cnonce = cnonce, .nonce = old};

	memset(cnonce, '"', DIGEST_CNONCE_MAX);
	make_nonce(NONCE_LIFETIME - 10000, old);
	ck_assert_str_eq(client_try(&answer), "right");
	ck_assert_uint_gt(strlen(client_confirmation()), 2 * DIGEST_CNONCE_MAX);
}
END_TEST

/* E04: who keeps the key of a session would make it of the nonce before. */
START_TEST(a_session_gets_no_next_nonce)
{
	char old[NONCE_TEXT_MAX];
	const struct client_answer answer = {.algorithm = "SHA-256-sess", .nonce = old};

	make_nonce(NONCE_LIFETIME - 10000, old);
	ck_assert_str_eq(client_outcome(&answer, "SHA-256-sess", client_field(&answer)), "right");
	ck_assert_ptr_nonnull(client_confirmation());
	ck_assert_ptr_null(strstr(client_confirmation(), "nextnonce"));
}
END_TEST

START_TEST(who_hashes_its_name_is_answered_as_well)
{
	const struct client_answer answer = {.hashes_name = true};

	ck_assert_str_eq(client_outcome(&answer, "SHA-256:userhash=true", client_field(&answer)),
			 "right");
	ck_assert_ptr_nonnull(client_confirmation());
}
END_TEST

/* I09: the response's body is not known when its head is sent. */
START_TEST(a_proof_of_the_body_is_left_out)
{
	static const unsigned char ha1[DIGEST_SIZE_MAX] = "secret";
	static const unsigned char nothing[DIGEST_SIZE_MAX];
	struct digest_credentials credentials;
	char nonce[NONCE_TEXT_MAX];

	make_nonce(0, nonce);
	digest_credentials_init(&credentials);
	credentials.mutual = true;
	credentials.nonces = client_nonces();
	credentials.nonce = nonces_read(client_nonces(), OCTETS(CLIENT_REALM), octets_from(nonce));
	credentials.count = 1;
	credentials.answer = (struct digest_answer){
		.algorithm = DIGEST_ALGORITHM_SHA_256,
		.method = OCTETS("GET"),
		.uri = OCTETS("/"),
		.nonce = octets_from(nonce),
		.count = OCTETS("00000001"),
		.cnonce = OCTETS("c"),
		.qop = OCTETS("auth-int"),
		.entity_hash = nothing,
	};
	digest_response(&credentials.answer, ha1, credentials.response);
	ck_assert(credentials_check_hash(&credentials.base, ha1));
	ck_assert(!credentials.proved);
}
END_TEST

Suite *digest_confirmation_suite(void)
{
	Suite *suite = suite_create("digest_confirmation");
	TCase *due = tcase_create("when it is due");
	TCase *mutual = tcase_create("mutual");

	tcase_add_checked_fixture(due, client_set_up, client_tear_down);
	tcase_add_test(due, a_young_nonce_needs_no_confirmation);
	tcase_add_test(due, an_old_nonce_is_followed_by_the_next_one);
	tcase_add_test(due, what_is_sent_with_the_next_nonce_is_proved);
	tcase_add_test(due, only_an_accepted_answer_is_confirmed);
	tcase_add_test(due, a_proof_of_the_body_is_left_out);
	suite_add_tcase(suite, due);
	tcase_add_checked_fixture(mutual, client_set_up_mutual, client_tear_down);
	tcase_add_test(mutual, mutual_confirms_every_answer);
	tcase_add_test(mutual, the_longest_cnonce_fits);
	tcase_add_test(mutual, a_session_gets_no_next_nonce);
	tcase_add_test(mutual, who_hashes_its_name_is_answered_as_well);
	suite_add_tcase(suite, mutual);
	return suite;
}
