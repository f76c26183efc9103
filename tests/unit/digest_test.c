/* Digest, from the field's value to the verdict (the numbers are those of the specification). */
#include "digest_client.h"
#include "http/credential_factory.h"

#include <check.h>
#include <stdio.h>

Suite *digest_suite(void);

struct digest_case {
	const char *label;
	struct client_answer answer;
	const char *outcome; /* as client_outcome() says it */
};

static void check_cases(const struct digest_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char nonce[NONCE_TEXT_MAX];
		struct client_answer answer = cases[i].answer;
		const char *outcome;

		/* Each has a nonce of its own, so that none spends another's. */
		nonces_make(client_nonces(), OCTETS(CLIENT_REALM), nonce);
		if (!answer.nonce)
			answer.nonce = nonce;
		outcome = client_try(&answer);
		ck_assert_msg(strcmp(outcome, cases[i].outcome) == 0, "%s: %s", cases[i].label,
			      outcome);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(every_algorithm_lets_the_right_answer_in)
{
	for (enum digest_algorithm i = 0; i < DIGEST_ALGORITHM_COUNT; i++) {
		struct client_answer answer = {.algorithm = digest_algorithm_name(i)};
		char nc[9];

		sprintf(nc, "%08x", i + 1U);
		answer.nc = nc;
		ck_assert_str_eq(client_outcome(&answer, answer.algorithm, client_field(&answer)),
				 "right"); /* D10 */
	}
}
END_TEST

START_TEST(notations_make_no_difference)
{
	static const struct digest_case cases[] = {
		{"G01", {.nc = NULL}, "right"},
		{"G02 scheme", {.replace = "Digest", .with = "dIgEsT"}, "right"},
		{"G03 names", {.replace = "realm=", .with = "REALM="}, "right"},
		{"G11 quoted-pairs", {.replace = "\"alice\"", .with = "\"al\\i\\ce\""}, "right"},
		{"G12 as curl", {.username = "a\"b\\c"}, "right"},
		{"G13 quoted algorithm", {.algorithm = "\"SHA-256\""}, "right"},
		{"G13 quoted qop", {.replace = "qop=auth", .with = "qop=\"auth\""}, "right"},
		{"G13 quoted nc", {.replace = "nc=00000001", .with = "nc=\"00000001\""}, "right"},
		{"G14 unquoted", {.replace = "\"alice\"", .with = "alice"}, "right"},
		{"G15 unknown", {.replace = "qop=", .with = "foo=\"b,r\", qop="}, "right"},
		{"D72 opaque", {.replace = "qop=", .with = "opaque=\"x\", qop="}, "right"},
		{"G20 alone", {.replace = "Digest ", .with = "Digest, "}, "400"},
		{"G30 Basic", {.replace = "Digest", .with = "Basic"}, "not mine"},
	};

	CHECK_CASES(cases);
	ck_assert_str_eq(client_outcome(&cases[0].answer, "SHA-256", "Digest"), "401"); /* G20 */
	ck_assert_str_eq(client_outcome(&cases[0].answer, "SHA-256", "Digest ,"), "401");
	ck_assert_str_eq(client_outcome(&cases[0].answer, "SHA-256", "Digest abcdefgh=="),
			 "400"); /* G22 */
	ck_assert_str_eq(client_outcome(&cases[0].answer, "SHA-256", "Digest username"),
			 "400"); /* G23 */
}
END_TEST

START_TEST(a_missing_parameter_is_malformed)
{
	static const struct digest_case cases[] = {
		{"D11 username", {.replace = "username", .with = "xusername"}, "400"},
		{"D12 realm", {.replace = "realm", .with = "xrealm"}, "400"},
		{"D13 nonce", {.replace = " nonce", .with = " xnonce"}, "400"},
		{"D14 uri", {.replace = "uri", .with = "xuri"}, "400"},
		{"D15 response", {.replace = "response", .with = "xresponse"}, "400"},
		{"D16 nc", {.replace = "nc=", .with = "xnc="}, "400"},
		{"D17 cnonce", {.replace = "cnonce", .with = "xcnonce"}, "400"},
		{"D18, D19, D19b qop", {.replace = "qop", .with = "xqop"}, "401"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(only_what_was_offered_is_taken)
{
	static const struct digest_case cases[] = {
		{"D20 no algorithm", {.replace = "algorithm", .with = "x"}, "not mine"},
		{"D21 another case", {.algorithm = "sha-256"}, "right"},
		{"D22 unknown", {.algorithm = "FOO"}, "not mine"},
		{"D22b MD5", {.algorithm = "MD5"}, "not mine"},
		{"D23 empty", {.algorithm = "\"\""}, "not mine"},
		{"D24 -sess", {.algorithm = "SHA-256-sess"}, "not mine"},
		{"D94 MD5-sess", {.algorithm = "MD5-sess"}, "not mine"},
		{"D25 auth-int", {.qop = "auth-int"}, "401"},
		{"D26 auth-conf", {.qop = "auth-conf"}, "401"},
		{"D27 a list", {.replace = "qop=auth", .with = "qop=\"auth,auth-int\""}, "400"},
		{"D28 AUTH", {.qop = "AUTH"}, "401"},
		{"an empty qop", {.replace = "qop=auth", .with = "qop=\"\""}, "401"},
		{"D70 realm", {.realm = "Other"}, "401"},
		{"D70 realm, hashed right", {.replace = "\"Example\"", .with = "\"Other\""}, "401"},
		{"D71 case of the realm", {.realm = "example"}, "401"},
		{"G42 empty realm", {.replace = "\"Example\"", .with = "\"\""}, "401"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(no_algorithm_is_md5)
{
	const struct client_answer answer = {
		.algorithm = "MD5", .replace = "algorithm=MD5, ", .with = ""};

	ck_assert_str_eq(client_outcome(&answer, "MD5", client_field(&answer)), "right"); /* D20 */
	ck_assert_str_eq(client_outcome(&answer, "SHA-512-256", client_field(&answer)), "not mine");
}
END_TEST

START_TEST(a_right_md5_digest_under_another_name_is_not_md5)
{
	static const char *const names[] = {"algorithm=FOO", "algorithm=\"\"", "algorithm=MD5-sess",
					    "algorithm=MD", "algorithm=SHA-256"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct client_answer answer = {
			.algorithm = "MD5", .replace = "algorithm=MD5", .with = names[i]};

		ck_assert_str_eq(client_outcome(&answer, "MD5", client_field(&answer)),
				 "not mine"); /* D22, D23, D94 */
	}
}
END_TEST

START_TEST(counts_are_eight_hexadecimal_digits_from_1_on)
{
	static const struct digest_case cases[] = {
		{"D30 seven digits", {.nc = "0000001"}, "400"},
		{"D31 nine digits", {.nc = "000000001"}, "400"},
		{"D32 another letter", {.nc = "0000000g"}, "400"},
		{"D33 zero", {.nc = "00000000"}, "400"},
		{"D34 upper case", {.nc = "0000000A"}, "right"},
		{"D34 lower case", {.nc = "0000000a"}, "right"},
		{"D35 the last", {.nc = "ffffffff"}, "right"},
		{"D36 not the first", {.nc = "00000005"}, "right"},
		{"a sign", {.nc = "+0000001"}, "400"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(the_uri_must_designate_the_target)
{
	static const struct digest_case cases[] = {
		{"D50 another path", {.uri = "/other"}, "400"},
		{"D51 no query", {.uri = "/f.txt"}, "400"},
		{"D52 a query too many", {.target = "/f.txt"}, "400"},
		{"D54 target absolute, uri not",
		 {.target = "http://example.org/f.txt?a=1"},
		 "right"},
		{"D55 both absolute",
		 {.uri = "http://example.org/f", .target = "http://example.org/f"},
		 "right"},
		{"D56 escaped in the uri", {.uri = "/%66.txt?a=1"}, "right"},
		{"D57 escaped in the target", {.target = "/%66.txt?a=1"}, "right"},
		{"D5a empty", {.uri = ""}, "400"},
		{"D5c quotes", {.uri = "/f?a,b;\"c\"", .target = "/f?a,b;\"c\""}, "right"},
		{"D5d *", {.uri = "*", .target = "*", .method = "OPTIONS"}, "right"},
		{"D5e * and a path", {.uri = "/x", .target = "*", .method = "OPTIONS"}, "400"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(the_response_has_the_length_of_the_algorithm)
{
	static const struct digest_case cases[] = {
		{"D61 too short",
		 {.replace = "response=\"", .with = "response=\"\", x=\"a"},
		 "400"},
		{"D62 too long", {.replace = "response=\"", .with = "response=\"00"}, "400"},
		{"D63 no digits", {.replace = "response=\"", .with = "response=\"zz"}, "400"},
		{"D65 empty", {.replace = "response=\"", .with = "response=\"\", y=\""}, "400"},
		{"D66 as long as MD5's",
		 {.algorithm = "MD5", .replace = "algorithm=MD5", .with = "algorithm=SHA-256"},
		 "400"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(a_response_in_upper_case_is_the_same)
{
	const struct client_answer answer = {.nc = NULL};
	char field[1024];
	char *digits = strstr(strcpy(field, client_field(&answer)), "response=\"");

	for (digits += strlen("response=\""); *digits != '"'; digits++) {
		if (*digits >= 'a')
			*digits = (char)(*digits - 'a' + 'A');
	}
	ck_assert_str_eq(client_outcome(&answer, "SHA-256", field), "right"); /* D60 */
}
END_TEST

START_TEST(what_the_response_covers_must_be_right)
{
	static const struct digest_case cases[] = {
		{"D64, D91 wrong password", {.password = "wrong"}, "wrong"},
		{"D92 HEAD", {.method = "HEAD"}, "right"},
		{"D43 another cnonce", {.replace = "0a4f113b", .with = "0a4f113c"}, "wrong"},
		{"another count", {.replace = "nc=00000001", .with = "nc=00000002"}, "wrong"},
		{"another user", {.replace = "alice", .with = "alicf"}, "wrong"},
	};
	const struct client_answer get = {.method = "GET"};
	const struct client_answer post = {.method = "POST"};

	CHECK_CASES(cases);
	ck_assert_str_eq(client_outcome(&get, "SHA-256", client_field(&post)), "wrong"); /* D93 */
}
END_TEST

START_TEST(cnonces_are_bounded_ascii)
{
	char longest[1026] = "";
	struct client_answer answer = {.cnonce = longest};
	static const struct digest_case cases[] = {
		{"D96 one octet", {.cnonce = "c"}, "right"},
		{"D96 escaped", {.cnonce = "c\"n\\o"}, "right"},
		{"D97 empty", {.cnonce = ""}, "400"},
		{"D98 not ASCII", {.cnonce = "c\xc3\xa4"}, "400"},
	};

	CHECK_CASES(cases);
	memset(longest, 'c', 1024);
	ck_assert_str_eq(client_try(&answer), "right"); /* D96 */
	longest[1024] = 'c';
	ck_assert_str_eq(client_try(&answer), "400");
}
END_TEST

START_TEST(challenges_are_written_as_clients_need_them)
{
	struct error error;
	struct protection_space space = {.realm = "Example", .nonces = client_nonces()};
	struct credential_factory *factory = credential_factory_create("digest", &space, &error);
	struct challenge challenge = {.nonce = "abc"};
	char text[CHALLENGE_TEXT_MAX];
	size_t length = credential_factory_challenge(factory, &challenge, text, sizeof(text));

	/* W01 to W08, W11 */
	ck_assert_str_eq(text, "Digest realm=\"Example\", qop=\"auth\", algorithm=SHA-256, "
			       "nonce=\"abc\", charset=UTF-8, userhash=false");
	ck_assert_uint_eq(length, strlen(text));
	challenge.stale = true;
	credential_factory_challenge(factory, &challenge, text, sizeof(text));
	ck_assert_str_eq(text, "Digest realm=\"Example\", qop=\"auth\", algorithm=SHA-256, "
			       "nonce=\"abc\", charset=UTF-8, userhash=false, stale=true");
	credential_factory_destroy(factory);
}
END_TEST

Suite *digest_suite(void)
{
	Suite *suite = suite_create("digest");
	TCase *tests = tcase_create("digest");

	tcase_add_checked_fixture(tests, client_set_up, client_tear_down);
	tcase_add_test(tests, every_algorithm_lets_the_right_answer_in);
	tcase_add_test(tests, notations_make_no_difference);
	tcase_add_test(tests, a_missing_parameter_is_malformed);
	tcase_add_test(tests, only_what_was_offered_is_taken);
	tcase_add_test(tests, no_algorithm_is_md5);
	tcase_add_test(tests, a_right_md5_digest_under_another_name_is_not_md5);
	tcase_add_test(tests, counts_are_eight_hexadecimal_digits_from_1_on);
	tcase_add_test(tests, the_uri_must_designate_the_target);
	tcase_add_test(tests, the_response_has_the_length_of_the_algorithm);
	tcase_add_test(tests, a_response_in_upper_case_is_the_same);
	tcase_add_test(tests, what_the_response_covers_must_be_right);
	tcase_add_test(tests, cnonces_are_bounded_ascii);
	tcase_add_test(tests, challenges_are_written_as_clients_need_them);
	suite_add_tcase(suite, tests);
	return suite;
}
