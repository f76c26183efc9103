/* The three forms of a Digest user name (the numbers are those of the specification). */
#include "digest_client.h"

#include <check.h>

Suite *digest_username_suite(void);

struct username_case {
	const char *label;
	const char *hashed; /* the name as the client hashed it */
	const char *wire;   /* what it sends instead of username="..." */
	const char *outcome;
	const char *prepared; /* NULL: the same as `hashed` */
};

/* The field with all of its user name replaced. */
static const char *try_username(const struct username_case *row)
{
	char nonce[NONCE_TEXT_MAX];
	char whole[600];
	struct client_answer answer = {.username = row->hashed, .nonce = nonce};

	nonces_make(client_nonces(), OCTETS(CLIENT_REALM), nonce);
	strcpy(stpcpy(stpcpy(whole, "username=\""), row->hashed), "\"");
	if (row->wire) {
		answer.replace = whole;
		answer.with = row->wire;
	}
	return client_try(&answer);
}

static void check_cases(const struct username_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *outcome = try_username(&cases[i]);
		const char *name = cases[i].prepared ? cases[i].prepared : cases[i].hashed;

		ck_assert_msg(strcmp(outcome, cases[i].outcome) == 0, "%s: %s", cases[i].label,
			      outcome);
		if (strcmp(outcome, "right") == 0)
			ck_assert_msg(
				octets_equal(client_credentials()->username, octets_from(name)),
				"%s: name", cases[i].label);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))
#define JASON              "J\xc3\xa4s\xc3\xb8n"

START_TEST(names_beyond_ascii_log_in)
{
	static const struct username_case cases[] = {
		{"D80 extended", JASON, "username*=UTF-8''J%C3%A4s%C3%B8n", "right", NULL},
		{"D80 lower-case digits", JASON, "username*=UTF-8''J%c3%a4s%c3%b8n", "right", NULL},
		{"D80 a space", "A B", "username*=UTF-8''A%20B", "right", NULL},
		{"D80 upper-case name", "M", "USERNAME*=UTF-8''M", "right", NULL},
		{"D81 raw UTF-8", JASON, NULL, "right", NULL},
		{"D88 with a language", "Mufasa", "username*=utf-8'en'Mufasa", "right", NULL},
		{"all attr-chars", "!#$&+-.^_`|~", "username*=UTF-8''!#$&+-.^_`|~", "right", NULL},
		{"a colon", "a:b", "username*=UTF-8''a%3ab", "right", NULL},
		{"D8c not hashed", "M", "username*=UTF-8''M, userhash=false", "right", NULL},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(bad_extended_names_are_malformed)
{
	static const struct username_case cases[] = {
		{"D82 both", "M", "username=\"M\", username*=UTF-8''M", "400", NULL},
		{"D83 another charset", "M", "username*=ISO-8859-1''J%E4s", "400", NULL},
		{"D84 no digits", "M", "username*=UTF-8''%zz", "400", NULL},
		{"D84 one digit", "M", "username*=UTF-8''M%4", "400", NULL},
		{"D84 none", "M", "username*=UTF-8''M%", "400", NULL},
		{"D85 not UTF-8", "M", "username*=UTF-8''M%ff", "400", NULL},
		{"D86 quoted", "M", "username*=\"UTF-8''M\"", "400", NULL},
		{"D87 NUL", "M", "username*=UTF-8''M%00", "400", NULL},
		{"D87 control character", "M", "username*=UTF-8''M%0a", "400", NULL},
		{"D87 DEL", "M", "username*=UTF-8''M%7f", "400", NULL},
		{"D87 U+0085", "M", "username*=UTF-8''M%C2%85", "400", NULL},
		{"no attr-char", "M", "username*=UTF-8''M*", "400", NULL},
		{"a quote more", "M", "username*=UTF-8''M'", "400", NULL},
		{"no quotes", "M", "username*=M", "400", NULL},
		{"one quote", "M", "username*=UTF-8'M", "400", NULL},
		{"empty", "M", "username*=UTF-8''", "400", NULL},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(plain_names_that_nobody_can_have_are_refused)
{
	static const struct username_case cases[] = {
		{"D81b ISO-8859-1", "J\xe4son", NULL, "401", NULL},
		{"D8e empty", "", NULL, "401", NULL},
		{"HTAB", "al\tice", NULL, "401", NULL},
		{"U+0085", "al\xc2\x85ice", NULL, "401", NULL},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(hashed_names_are_refused_where_they_are_not_offered)
{
	static const char hash[] =
		"9dc30394218847130389ca4bc90f48e3b895db775e3db1143ccedf0b021d1a66";
	static const struct username_case cases[] = {
		{"D89 hashed", "M", "username=M, userhash=true", "401", NULL},
		{"D8a quoted", "M", "username=M, userhash=\"true\"", "401", NULL},
		{"D8b hashed and extended", "M", "username*=UTF-8''M, userhash=true", "400", NULL},
		{"D8c not hashed", "M", "username=M, userhash=false", "right", NULL},
		{"D8d neither", "M", "username=M, userhash=maybe", "400", NULL},
		{"D8g no word of it", "M", "username=M", "right", NULL},
		{"D8h a name like a hash", hash, NULL, "right", NULL},
	};

	CHECK_CASES(cases);
}
END_TEST

/* By a factory with that offer. */
static const char *try_hashed(const char *offer, struct client_answer answer)
{
	char nonce[NONCE_TEXT_MAX];

	nonces_make(client_nonces(), OCTETS(CLIENT_REALM), nonce);
	answer.nonce = nonce;
	return client_outcome(&answer, offer, client_field(&answer));
}

struct hashed_case {
	const char *label;
	const char *offer; /* with userhash=true */
	struct client_answer answer;
	const char *outcome;
};

static void check_hashed_cases(const struct hashed_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char offer[64];
		const char *outcome;

		strcat(strcpy(offer, cases[i].offer), ":userhash=true");
		outcome = try_hashed(offer, cases[i].answer);
		ck_assert_msg(strcmp(outcome, cases[i].outcome) == 0, "%s: %s", cases[i].label,
			      outcome);
	}
}

#define CHECK_HASHED(cases) check_hashed_cases(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(hashed_names_log_in_where_they_are_offered)
{
	static const struct hashed_case cases[] = {
		{"D89", "MD5", {.algorithm = "MD5", .hashes_name = true}, "right"},
		{"D89", "SHA-256", {.hashes_name = true}, "right"},
		{"D89", "SHA-512-256", {.algorithm = "SHA-512-256", .hashes_name = true}, "right"},
		{"D89", "MD5-sess", {.algorithm = "MD5-sess", .hashes_name = true}, "right"},
		{"D89 beyond ASCII", "SHA-256", {.username = JASON, .hashes_name = true}, "right"},
		{"D89 quoted",
		 "SHA-256",
		 {.hashes_name = true, .replace = "=true", .with = "=\"TRUE\""},
		 "right"},
		{"wrong", "SHA-256", {.hashes_name = true, .password = "wrong"}, "wrong"},
		{"D8c not hashed",
		 "SHA-256",
		 {.replace = "qop", .with = "userhash=false, qop"},
		 "right"},
		{"D8g no word of it", "SHA-256", {.hashes_name = false}, "right"},
	};

	CHECK_HASHED(cases);
}
END_TEST

START_TEST(what_is_no_hash_of_a_name_is_refused)
{
	static const struct hashed_case cases[] = {
		{"D8b extended",
		 "SHA-256",
		 {.hashes_name = true, .replace = "username=", .with = "username*=UTF-8''M, x="},
		 "400"},
		{"D8c a hash that is none",
		 "SHA-256",
		 {.hashes_name = true, .replace = "=true", .with = "=false"},
		 "wrong"},
		{"D8d maybe",
		 "SHA-256",
		 {.hashes_name = true, .replace = "=true", .with = "=maybe"},
		 "400"},
		{"D8e empty",
		 "SHA-256",
		 {.replace = "\"alice\"", .with = "\"\", userhash=true"},
		 "401"},
		{"D8f too short",
		 "SHA-256",
		 {.replace = "\"alice\"", .with = "\"00ff\", userhash=true"},
		 "401"},
		{"D8f too long",
		 "SHA-256",
		 {.hashes_name = true, .replace = "username=\"", .with = "username=\"00"},
		 "401"},
		{"D8f no digits",
		 "SHA-256",
		 {.replace = "\"alice\"", .with = "\"alice\", userhash=true"},
		 "401"},
		{"D8h without a word of it",
		 "SHA-256",
		 {.hashes_name = true, .replace = ", userhash=true", .with = ""},
		 "wrong"},
	};

	CHECK_HASHED(cases);
}
END_TEST

START_TEST(a_hash_in_upper_case_is_the_same)
{
	const struct client_answer answer = {.hashes_name = true};
	char field[1024];
	char *digits = strstr(strcpy(field, client_field(&answer)), "username=\"");

	for (digits += strlen("username=\""); *digits != '"'; digits++) {
		if (*digits >= 'a')
			*digits = (char)(*digits - 'a' + 'A');
	}
	ck_assert_str_eq(client_outcome(&answer, "SHA-256:userhash=true", field),
			 "right"); /* D8f */
}
END_TEST

/* Of the other kind: found by, and then asked like those with a plain name. */
START_TEST(hashed_names_provide_ihashedusername)
{
	const struct client_answer answer = {.hashes_name = true, .password = "other"};
	struct credentials *credentials;

	ck_assert_str_eq(try_hashed("SHA-256:userhash=true", answer), "wrong");
	credentials = client_credentials();
	ck_assert_uint_eq(credentials_interfaces(credentials), IHASHED_USERNAME);
	ck_assert(credentials_check_password(credentials, OCTETS("other")));
	ck_assert(!credentials_identify(credentials, OCTETS("bob")));
	ck_assert(!credentials_check_password(credentials, OCTETS("other")));
}
END_TEST

START_TEST(the_offer_of_hashed_names_is_true_or_false)
{
	static const char *const no_offers[] = {"userhash=yes", "userhash=TRUE", "userhash="};

	ck_assert(strstr(client_challenge("MD5"), ", userhash=false"));
	ck_assert(strstr(client_challenge("userhash=false:MD5"), ", userhash=false"));
	ck_assert(strstr(client_challenge("MD5-sess:userhash=true"), ", userhash=true")); /* W07 */
	for (size_t i = 0; i < sizeof(no_offers) / sizeof(no_offers[0]); i++)
		ck_assert_msg(!client_challenge(no_offers[i]), "%s", no_offers[i]);
}
END_TEST

START_TEST(names_are_bounded)
{
	char name[257] = "";
	char wire[300] = "username*=UTF-8''";
	struct username_case plain = {.hashed = name};
	struct username_case extended = {.hashed = name, .wire = wire};

	memset(name, 'x', 255);
	strcat(wire, name);
	ck_assert_str_eq(try_username(&plain), "right");
	ck_assert_str_eq(try_username(&extended), "right");
	strcat(name, "x");
	strcat(wire, "x");
	ck_assert_str_eq(try_username(&plain), "401");
	ck_assert_str_eq(try_username(&extended), "400");
}
END_TEST

/* The client hashed a decomposed name: an account is found by the composed one, but an HA1 of that
 * cannot match. A password can. */
START_TEST(an_unprepared_name_needs_a_password)
{
	static const struct username_case row = {
		.hashed = "Jose\xcc\x81",
		.outcome = "wrong",
	};

	ck_assert_str_eq(try_username(&row), row.outcome);
	ck_assert(octets_equal(client_credentials()->username, OCTETS("Jos\xc3\xa9")));
	ck_assert(credentials_check_password(client_credentials(), OCTETS("secret")));
}
END_TEST

Suite *digest_username_suite(void)
{
	Suite *suite = suite_create("digest_username");
	TCase *tests = tcase_create("digest_username");

	tcase_add_checked_fixture(tests, client_set_up, client_tear_down);
	tcase_add_test(tests, names_beyond_ascii_log_in);
	tcase_add_test(tests, bad_extended_names_are_malformed);
	tcase_add_test(tests, plain_names_that_nobody_can_have_are_refused);
	tcase_add_test(tests, hashed_names_are_refused_where_they_are_not_offered);
	tcase_add_test(tests, hashed_names_log_in_where_they_are_offered);
	tcase_add_test(tests, what_is_no_hash_of_a_name_is_refused);
	tcase_add_test(tests, a_hash_in_upper_case_is_the_same);
	tcase_add_test(tests, hashed_names_provide_ihashedusername);
	tcase_add_test(tests, the_offer_of_hashed_names_is_true_or_false);
	tcase_add_test(tests, names_are_bounded);
	tcase_add_test(tests, an_unprepared_name_needs_a_password);
	suite_add_tcase(suite, tests);
	return suite;
}
