/* Right digests, spent nonces, and which of the two a client hears of (the numbers are those of the
 * specification). */
#include "digest_client.h"

#include <check.h>
#include <time.h>

Suite *digest_credentials_suite(void);

static const char *again(const struct client_answer *first, const struct client_answer *second)
{
	ck_assert_str_eq(client_try(first), "right");
	return client_try(second);
}

START_TEST(a_replay_is_stale)
{
	const struct client_answer first = {.nc = "00000001"};
	const struct client_answer cnonce = {.nc = "00000001", .cnonce = "other"};
	const struct client_answer head = {.nc = "00000001", .method = "HEAD"};
	const struct client_answer next = {.nc = "00000002"};

	ck_assert_str_eq(again(&first, &first), "stale"); /* D40, D41 */
	ck_assert_str_eq(client_try(&cnonce), "stale");   /* D43 */
	ck_assert_str_eq(client_try(&head), "stale");     /* D49 */
	ck_assert_str_eq(client_try(&next), "right");
}
END_TEST

START_TEST(the_last_count_makes_a_nonce_stale)
{
	const struct client_answer last = {.nc = "ffffffff"};
	const struct client_answer first = {.nc = "00000001"};

	ck_assert_str_eq(again(&last, &first), "stale"); /* D35 */
}
END_TEST

START_TEST(a_wrong_digest_uses_no_count)
{
	const struct client_answer wrong = {.nc = "00000007", .password = "wrong"};
	const struct client_answer right = {.nc = "00000007"};

	ck_assert_str_eq(client_try(&wrong), "wrong"); /* D48 */
	ck_assert_str_eq(client_try(&right), "right");
	ck_assert_str_eq(client_try(&wrong), "wrong");
}
END_TEST

/* CVE-2026-33006: to the last digit. */
START_TEST(an_answer_that_is_right_but_for_one_digit_is_wrong)
{
	const struct client_answer right = {.nc = "00000001"};
	char field[1024];
	char *digits;

	ck_assert_uint_lt(strlen(client_field(&right)), sizeof(field));
	strcpy(field, client_field(&right));
	digits = strstr(field, "response=\"") + strlen("response=\"");
	ck_assert_uint_eq(strspn(digits, "0123456789abcdef"), 64);
	for (size_t i = 0; i < 64; i++) {
		char digit = digits[i];

		digits[i] = digit == '0' ? '1' : '0';
		ck_assert_str_eq(client_outcome(&right, "SHA-256", field), "wrong");
		digits[i] = digit;
	}
	ck_assert_str_eq(client_outcome(&right, "SHA-256", field), "right");
}
END_TEST

START_TEST(only_a_right_digest_learns_that_its_nonce_is_no_good)
{
	int64_t now = (int64_t)time(NULL) * 1000;
	char expired[NONCE_TEXT_MAX];
	char future[NONCE_TEXT_MAX];
	char other_realm[NONCE_TEXT_MAX];
	const struct {
		const char *label;
		const char *nonce;
	} rows[] = {
		{"D73, D74 forged", "AQAAAYvPvlcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
		{"D75 junk", "abc"},
		{"D76 empty", ""},
		{"D77, D78 expired", expired},
		{"D79 of another realm", other_realm},
		{"D7a in the future", future},
	};

	nonces_make_at(client_nonces(), OCTETS(CLIENT_REALM), now - NONCE_LIFETIME, expired);
	nonces_make_at(client_nonces(), OCTETS(CLIENT_REALM), now + 60000, future);
	nonces_make(client_nonces(), OCTETS("Other"), other_realm);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct client_answer right = {.nonce = rows[i].nonce};
		const struct client_answer wrong = {.nonce = rows[i].nonce, .password = "wrong"};

		ck_assert_msg(strcmp(client_try(&right), "stale") == 0, "%s", rows[i].label);
		ck_assert_msg(strcmp(client_try(&wrong), "wrong") == 0, "%s", rows[i].label);
	}
}
END_TEST

START_TEST(too_long_a_nonce_is_malformed)
{
	char nonce[258] = "";
	const struct client_answer answer = {.nonce = nonce};

	memset(nonce, 'n', 256);
	ck_assert_str_eq(client_try(&answer), "stale");
	nonce[256] = 'n';
	ck_assert_str_eq(client_try(&answer), "400");
}
END_TEST

START_TEST(a_password_does_as_well_as_its_hash)
{
	const struct client_answer answer = {.password = "other"};
	struct credentials *credentials;

	ck_assert_str_eq(client_try(&answer), "wrong");
	credentials = client_credentials();
	ck_assert(!credentials_check_password(credentials, OCTETS("secret")));
	ck_assert(!credentials_check_password(credentials, OCTETS("")));
	ck_assert(!credentials->stale);
	ck_assert(credentials_check_password(credentials, OCTETS("other")));
	ck_assert(!credentials->stale);
}
END_TEST

/* A second checker, or the whole login again in the pool. */
START_TEST(asking_twice_uses_one_count)
{
	const struct client_answer answer = {.nc = "00000001"};
	struct credentials *credentials;

	ck_assert_str_eq(client_try(&answer), "right");
	credentials = client_credentials();
	ck_assert(!credentials_check_password(credentials, OCTETS("wrong")));
	ck_assert(credentials_check_password(credentials, OCTETS("secret")));
	ck_assert(credentials_check_password(credentials, OCTETS("secret")));
	ck_assert(!credentials->stale);
}
END_TEST

START_TEST(stale_stays_stale_whoever_is_asked_next)
{
	const struct client_answer answer = {.nc = "00000001"};
	struct credentials *credentials;

	ck_assert_str_eq(again(&answer, &answer), "stale");
	credentials = client_credentials();
	ck_assert(!credentials_check_password(credentials, OCTETS("wrong")));
	ck_assert(credentials->stale);
	ck_assert(!credentials_check_password(credentials, OCTETS("secret")));
	ck_assert(credentials->stale);
}
END_TEST

START_TEST(the_interfaces_are_those_of_twisted)
{
	const struct client_answer answer = {.nc = NULL};
	const struct digest_space *space;

	ck_assert_str_eq(client_try(&answer), "right");
	ck_assert_uint_eq(credentials_interfaces(client_credentials()),
			  IUSERNAME_HASHED_PASSWORD | IUSERNAME_DIGEST_HASH);
	space = credentials_digest_space(client_credentials());
	ck_assert(octets_equal(space->realm, OCTETS(CLIENT_REALM)));
	ck_assert_int_eq(space->algorithm, DIGEST_ALGORITHM_SHA_256);
}
END_TEST

Suite *digest_credentials_suite(void)
{
	Suite *suite = suite_create("digest_credentials");
	TCase *tests = tcase_create("digest_credentials");

	tcase_add_checked_fixture(tests, client_set_up, client_tear_down);
	tcase_add_test(tests, a_replay_is_stale);
	tcase_add_test(tests, the_last_count_makes_a_nonce_stale);
	tcase_add_test(tests, a_wrong_digest_uses_no_count);
	tcase_add_test(tests, an_answer_that_is_right_but_for_one_digit_is_wrong);
	tcase_add_test(tests, only_a_right_digest_learns_that_its_nonce_is_no_good);
	tcase_add_test(tests, too_long_a_nonce_is_malformed);
	tcase_add_test(tests, a_password_does_as_well_as_its_hash);
	tcase_add_test(tests, asking_twice_uses_one_count);
	tcase_add_test(tests, stale_stays_stale_whoever_is_asked_next);
	tcase_add_test(tests, the_interfaces_are_those_of_twisted);
	suite_add_tcase(suite, tests);
	return suite;
}
