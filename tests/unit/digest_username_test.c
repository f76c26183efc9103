/* The two forms of a Digest user name (the numbers are those of the specification). */
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

START_TEST(hashed_names_were_not_offered)
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
	tcase_add_test(tests, hashed_names_were_not_offered);
	tcase_add_test(tests, names_are_bounded);
	tcase_add_test(tests, an_unprepared_name_needs_a_password);
	suite_add_tcase(suite, tests);
	return suite;
}
