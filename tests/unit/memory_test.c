/* The checker whose accounts stand in its string. */
#include "cred/checker.h"

#include "fake_digest.h"
#include "fake_plugins.h"
#include "postern/plugin.h"

#include <check.h>
#include <stdio.h>

Suite *memory_suite(void);

static struct checker *create(const char *string)
{
	struct error error;
	struct checker *checker =
		checker_create(string, (struct origin){.directory = "/"}, checker_types, &error);

	ck_assert_msg(checker, "%s", error.text);
	return checker;
}

static enum verdict ask(struct checker *checker, struct credentials *credentials,
			struct avatar_id *avatar_id, struct error *error)
{
	return checker_request_avatar_id(checker, NULL, credentials, &fake_hasty, avatar_id, error);
}

START_TEST(only_the_right_password_is_granted)
{
	static const struct {
		const char *label;
		struct octets username, password;
		const char *reason; /* NULL: granted */
	} rows[] = {
		{"right", OCTETS("alice"), OCTETS("secret"), NULL},
		{"another user", OCTETS("bob"), OCTETS("builder"), NULL},
		{"a colon within", OCTETS("carol"), OCTETS("open:sesame"), NULL},
		{"looks like an option", OCTETS("dora"), OCTETS("a=b"), NULL},
		{"wrong", OCTETS("alice"), OCTETS("wrong"), "wrong password"},
		{"somebody else's", OCTETS("alice"), OCTETS("builder"), "wrong password"},
		{"empty", OCTETS("alice"), OCTETS(""), "wrong password"},
		{"too short", OCTETS("alice"), OCTETS("secre"), "wrong password"},
		{"too long", OCTETS("alice"), OCTETS("secrets"), "wrong password"},
		{"a NUL behind", OCTETS("alice"), OCTETS("secret\0x"), "wrong password"},
		{"unknown", OCTETS("mallory"), OCTETS("secret"), "unknown user"},
		{"other case", OCTETS("Alice"), OCTETS("secret"), "unknown user"},
		{"beginning of a name", OCTETS("al"), OCTETS("secret"), "unknown user"},
		{"a NUL in the name", OCTETS("alice\0x"), OCTETS("secret"), "unknown user"},
	};
	struct checker *checker =
		create("memory:dora:a=b:alice:secret:bob:builder:carol:open\\:sesame");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct username_password basic =
			username_password(rows[i].username, rows[i].password);
		struct fake_digest digest = fake_digest(rows[i].username, rows[i].password);
		struct credentials *kinds[] = {&basic.base, &digest.base};

		for (size_t kind = 0; kind < 2; kind++) {
			struct avatar_id avatar_id;
			struct error error;
			enum verdict verdict = ask(checker, kinds[kind], &avatar_id, &error);

			ck_assert_msg(verdict ==
					      (rows[i].reason ? VERDICT_REFUSED : VERDICT_GRANTED),
				      "%s", rows[i].label);
			ck_assert_msg(rows[i].reason || octets_equal(avatar_id_name(&avatar_id),
								     rows[i].username),
				      "%s", rows[i].label);
			ck_assert_msg(!rows[i].reason || strstr(error.text, rows[i].reason),
				      "%s: %s", rows[i].label, error.text);
		}
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(strings_that_make_no_sense_are_errors)
{
	static const struct {
		const char *label;
		const char *string;
		const char *error; /* it holds this */
	} rows[] = {
		{"nobody", "memory", "expected USER:PASSWORD"},
		{"no password", "memory:alice", "expected a password"},
		{"no second password", "memory:alice:secret:bob", "expected a password"},
		{"empty name", "memory::secret", "user name is empty"},
		{"empty password", "memory:alice:", "password of 'alice' is empty"},
		{"colon in a name", "memory:al\\:ice:secret", "':' in user name 'al:ice'"},
		{"twice", "memory:a:1:alice:x:b:2:alice:y", "user name 'alice' stands there twice"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;

		ck_assert_msg(!checker_create(rows[i].string, (struct origin){.directory = "/"},
					      checker_types, &error),
			      "%s", rows[i].label);
		ck_assert_msg(strstr(error.text, rows[i].error), "%s: %s", rows[i].label,
			      error.text);
	}
}
END_TEST

/* Names and passwords that a login is prepared into something else, or refused (RFC 8265). */
START_TEST(accounts_that_could_never_log_in_are_errors)
{
	static const char name_error[] = "checker 'memory': user name '";
	static const char password_error[] = "checker 'memory': password of 'alice' can never";
	static const struct {
		const char *label;
		const char *string;
		const char *error; /* it begins so; NULL: it is an account */
	} rows[] = {
		{"NFC name", "memory:Jos\xc3\xa9:secret", NULL},
		{"NFD name", "memory:Jose\xcc\x81:secret", name_error},
		{"full-width name", "memory:\xef\xbd\x81lice:secret", name_error},
		{"Latin-1 name", "memory:Jos\xe9:secret", name_error},
		{"name with a tab", "memory:al\tice:secret", name_error},
		{"name in two parts", "memory:alice cooper:secret", NULL},
		{"name that ends with a space", "memory:alice :secret", name_error},
		{"name with a symbol", "memory:\xe2\x99\xa5:secret", name_error},
		{"NFC password",
		 "memory:alice:s\xc3\xa9"
		 "cret",
		 NULL},
		{"NFD password",
		 "memory:alice:se\xcc\x81"
		 "cret",
		 password_error},
		{"full-width password", "memory:alice:\xef\xbd\x93", NULL},
		{"Latin-1 password",
		 "memory:alice:s\xe9"
		 "cret",
		 password_error},
		{"password with a tab", "memory:alice:se\tcret", password_error},
		{"password with spaces", "memory:alice: s e ", NULL},
		{"password with a no-break space",
		 "memory:alice:s\xc2\xa0"
		 "e",
		 password_error},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error = {.text = ""};
		struct checker *checker = checker_create(
			rows[i].string, (struct origin){.directory = "/"}, checker_types, &error);
		const char *expected = rows[i].error ? rows[i].error : "";

		ck_assert_msg(!checker == !!rows[i].error, "%s: %s", rows[i].label, error.text);
		ck_assert_msg(strncmp(error.text, expected, strlen(expected)) == 0, "%s: %s",
			      rows[i].label, error.text);
		checker_destroy(checker);
	}
}
END_TEST

START_TEST(an_error_tells_no_password)
{
	struct error error;

	ck_assert_ptr_null(checker_create(
		"memory:alice:se\tcret", (struct origin){.directory = "/"}, checker_types, &error));
	ck_assert_ptr_null(strstr(error.text, "cret"));
	ck_assert_ptr_null(checker_create("memory:alice:se:cret", (struct origin){.directory = "/"},
					  checker_types, &error));
	ck_assert_ptr_null(strstr(error.text, "cret"));
}
END_TEST

START_TEST(unknown_users_cost_a_comparison)
{
	struct checker *checker = create("memory:alice:secret");
	struct fake_digest digest = fake_digest(OCTETS("mallory"), OCTETS("secret"));
	struct avatar_id avatar_id;
	struct error error;

	ck_assert_int_eq(ask(checker, &digest.base, &avatar_id, &error), VERDICT_REFUSED);
	ck_assert_uint_eq(digest.compared, 1);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_spent_challenge_is_told_from_a_wrong_password)
{
	static const struct {
		const char *label;
		struct octets username, password;
		bool stale;
	} rows[] = {
		{"right", OCTETS("alice"), OCTETS("secret"), true},
		{"wrong", OCTETS("alice"), OCTETS("wrong"), false},
		{"unknown", OCTETS("mallory"), OCTETS("secret"), false},
		{"unknown, empty", OCTETS("mallory"), OCTETS(""), false},
	};
	struct checker *checker = create("memory:alice:secret");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake_digest digest = fake_digest(rows[i].username, rows[i].password);
		struct avatar_id avatar_id;
		struct error error;

		digest.spent = true;
		ck_assert_int_eq(ask(checker, &digest.base, &avatar_id, &error), VERDICT_REFUSED);
		ck_assert_msg(digest.base.stale == rows[i].stale, "%s", rows[i].label);
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(everybody_of_many_is_found)
{
	char string[8192] = "memory";
	struct checker *checker;

	for (int i = 0; i < 200; i++)
		sprintf(string + strlen(string), ":user%d:password%d", i * 7 % 200, i * 7 % 200);
	checker = create(string);
	for (int i = 0; i < 200; i++) {
		char name[32], password[32];
		struct username_password basic;
		struct fake_digest hashed;
		struct avatar_id avatar_id;
		struct error error;

		sprintf(name, "user%d", i);
		sprintf(password, "password%d", i);
		basic = username_password(octets_from(name), octets_from(password));
		ck_assert_msg(ask(checker, &basic.base, &avatar_id, &error) == VERDICT_GRANTED,
			      "%s", name);
		hashed = fake_digest_hashed(octets_from(name), octets_from(password));
		ck_assert_msg(ask(checker, &hashed.base, &avatar_id, &error) == VERDICT_GRANTED,
			      "%s", name);
		ck_assert(octets_equal(avatar_id_name(&avatar_id), octets_from(name)));
	}
	checker_destroy(checker);
}
END_TEST

Suite *memory_suite(void)
{
	Suite *suite = suite_create("memory");
	TCase *all = tcase_create("all");

	tcase_add_test(all, only_the_right_password_is_granted);
	tcase_add_test(all, strings_that_make_no_sense_are_errors);
	tcase_add_test(all, accounts_that_could_never_log_in_are_errors);
	tcase_add_test(all, an_error_tells_no_password);
	tcase_add_test(all, unknown_users_cost_a_comparison);
	tcase_add_test(all, a_spent_challenge_is_told_from_a_wrong_password);
	tcase_add_test(all, everybody_of_many_is_found);
	suite_add_tcase(suite, all);
	return suite;
}
