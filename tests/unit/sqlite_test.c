/* The checker that reads a store: who is let in, and why not. */
#include "cred/checker.h"

#include "fake_digest.h"
#include "postern/plugin.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>

Suite *sqlite_suite(void);

/* 512 bytes, one more than is ever compared. */
#define LONG_PASSWORD_64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define LONG_PASSWORD                                                                              \
	LONG_PASSWORD_64 LONG_PASSWORD_64 LONG_PASSWORD_64 LONG_PASSWORD_64 LONG_PASSWORD_64       \
		LONG_PASSWORD_64 LONG_PASSWORD_64 LONG_PASSWORD_64

static void setup(void)
{
	store_fixture_setup();
	store_fixture_make("users.db");
}

START_TEST(a_password_is_checked_where_it_may_block)
{
	static const struct {
		const char *label;
		const char *user, *password;
		const char *reason; /* NULL: granted */
	} rows[] = {
		{"right", "alice", "secret", NULL},
		{"right, without HA1", "bob", "secret", NULL},
		{"wrong", "alice", "wrong", "wrong password"},
		{"unknown", "mallory", "secret", "unknown user"},
		{"disabled", "max", "secret", "account is disabled"},
		{"disabled, and wrong", "max", "wrong", "account is disabled"},
		{"L56: no hash", "carol", "secret", "no password hash"},
		{"T8: no hash, and it is the password", "odd", "secret", "no hash of a scheme"},
		{"T8: a scheme of others", "nine", "secret", "no hash of a scheme"},
		{"T74: a cost bomb", "bomb", "secret", "hash of too high a cost"},
		{"T75: a token", "token", "secret", "no hash of a scheme"},
		{"T75: a token, and it is the password", "token", "*0", "no hash of a scheme"},
		{"T75: a token, and nothing", "token", "", "no hash of a scheme"},
		{"T77: longer than any", "alice", LONG_PASSWORD, "wrong password"},
		{"T82: nothing", "alice", "", "wrong password"},
		{"other case", "Alice", "secret", "unknown user"},
		{"pattern", "a%", "secret", "unknown user"},
		{"SQL", "' OR 1=1 --", "secret", "unknown user"},
	};
	struct checker *checker = store_fixture_checker();

	store_fixture_run("users.db", "INSERT INTO account (id, name) VALUES (100, 'odd');"
				      "INSERT INTO password VALUES (100, 'secret');"
				      "INSERT INTO account (id, name) VALUES"
				      " (101, 'nine'), (102, 'bomb'), (103, 'token');"
				      "INSERT INTO password VALUES (101, '$9$x'), (102,"
				      " '$5$rounds=999999999' || substr('" STORE_FIXTURE_HASH
				      "', 15)), (103, '*0')");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error = {.text = ""};
		enum verdict verdict = store_fixture_ask_password(
			checker, store_fixture_patient(0), rows[i].user, rows[i].password, &error);

		ck_assert_msg(verdict == (rows[i].reason ? VERDICT_REFUSED : VERDICT_GRANTED),
			      "%s: %d %s", rows[i].label, verdict, error.text);
		ck_assert_msg(!rows[i].reason || strstr(error.text, rows[i].reason), "%s: %s",
			      rows[i].label, error.text);
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(a_password_waits_where_it_may_not_block)
{
	static const char *const users[] = {"alice", "max", "carol", "mallory"};
	struct checker *checker = store_fixture_checker();
	struct error error;

	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++)
		ck_assert_msg(store_fixture_ask_password(checker, store_fixture_hasty(0), users[i],
							 "secret", &error) == VERDICT_LATER,
			      "%s", users[i]);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_remembered_login_does_not_wait)
{
	struct checker *checker = store_fixture_checker();
	struct error error;

	ck_assert_int_eq(store_fixture_ask_password(checker, store_fixture_patient(1), "alice",
						    "secret", &error),
			 VERDICT_GRANTED);
	/* A slot that opens the store cannot know that it is what another one has seen. */
	for (unsigned int slot = 0; slot < 2; slot++)
		store_fixture_ask_password(checker, store_fixture_hasty(slot), "x", "x", &error);
	ck_assert_int_eq(store_fixture_ask_password(checker, store_fixture_patient(1), "alice",
						    "secret", &error),
			 VERDICT_GRANTED);
	for (unsigned int slot = 0; slot < 2; slot++)
		ck_assert_int_eq(store_fixture_ask_password(checker, store_fixture_hasty(slot),
							    "alice", "secret", &error),
				 VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

static const struct {
	const char *label;
	struct octets user, password;
	enum digest_algorithm algorithm;
	struct octets realm;
	const char *reason; /* NULL: granted */
} digests[] = {
	{"SHA-256", OCTETS("alice"), OCTETS("secret"), DIGEST_ALGORITHM_SHA_256, OCTETS("Example"),
	 NULL},
	{"MD5", OCTETS("alice"), OCTETS("secret"), DIGEST_ALGORITHM_MD5, OCTETS("Example"), NULL},
	{"SHA-512-256", OCTETS("alice"), OCTETS("secret"), DIGEST_ALGORITHM_SHA_512_256,
	 OCTETS("Example"), NULL},
	{"other realm", OCTETS("alice"), OCTETS("secret"), DIGEST_ALGORITHM_SHA_256,
	 OCTETS("Other"), NULL},
	{"without password", OCTETS("carol"), OCTETS("secret"), DIGEST_ALGORITHM_SHA_256,
	 OCTETS("Example"), NULL},
	{"wrong", OCTETS("alice"), OCTETS("wrong"), DIGEST_ALGORITHM_SHA_256, OCTETS("Example"),
	 "wrong password"},
	{"unknown", OCTETS("mallory"), OCTETS("secret"), DIGEST_ALGORITHM_SHA_256,
	 OCTETS("Example"), "unknown user"},
	{"disabled", OCTETS("max"), OCTETS("secret"), DIGEST_ALGORITHM_SHA_256, OCTETS("Example"),
	 "account is disabled"},
	{"T7: no HA1", OCTETS("bob"), OCTETS("secret"), DIGEST_ALGORITHM_SHA_256, OCTETS("Example"),
	 "no HA1 for realm 'Example' and SHA-256"},
	{"none for that algorithm", OCTETS("alice"), OCTETS("secret"), DIGEST_ALGORITHM_MD5,
	 OCTETS("Other"), "no HA1 for realm 'Other' and MD5"},
	{"none for that realm", OCTETS("alice"), OCTETS("secret"), DIGEST_ALGORITHM_MD5,
	 OCTETS("example"), "no HA1 for realm 'example' and MD5"},
	{"name and realm run together", OCTETS("aliceEx"), OCTETS("secret"),
	 DIGEST_ALGORITHM_SHA_256, OCTETS("ample"), "unknown user"},
	{"a NUL behind the name", OCTETS("alice\0"), OCTETS("secret"), DIGEST_ALGORITHM_SHA_256,
	 OCTETS("Example"), "unknown user"},
};

START_TEST(a_digest_is_checked_at_once)
{
	const size_t count = sizeof(digests) / sizeof(digests[0]);
	struct checker *checker = store_fixture_checker();

	/* The first time from the store, the second time from memory. */
	for (size_t i = 0; i < 2 * count; i++) {
		const size_t row = i % count;
		const struct caller caller = store_fixture_hasty(0);
		struct fake_digest digest = fake_digest(digests[row].user, digests[row].password);
		struct avatar_id avatar_id;
		struct error error = {.text = ""};
		enum verdict verdict;

		digest.space.algorithm = digests[row].algorithm;
		digest.space.realm = digests[row].realm;
		verdict = checker_request_avatar_id(checker, NULL, &digest.base, &caller,
						    &avatar_id, &error);
		ck_assert_msg(verdict == (digests[row].reason ? VERDICT_REFUSED : VERDICT_GRANTED),
			      "%s: %d %s", digests[row].label, verdict, error.text);
		ck_assert_msg(digests[row].reason ||
				      octets_equal(avatar_id_name(&avatar_id), digests[row].user),
			      "%s", digests[row].label);
		ck_assert_msg(!digests[row].reason || strstr(error.text, digests[row].reason),
			      "%s: %s", digests[row].label, error.text);
		ck_assert_msg(digest.compared == 1, "%s", digests[row].label);
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(a_spent_challenge_tells_only_who_could_log_in)
{
	static const struct {
		const char *user, *password;
		bool stale;
	} rows[] = {
		{"alice", "secret", true}, {"alice", "wrong", false}, {"max", "secret", false},
		{"bob", "secret", false},  {"mallory", "x", false},
	};
	struct checker *checker = store_fixture_checker();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct caller caller = store_fixture_hasty(0);
		struct fake_digest digest =
			fake_digest(octets_from(rows[i].user), octets_from(rows[i].password));
		struct avatar_id avatar_id;
		struct error error;

		digest.spent = true;
		ck_assert_int_eq(checker_request_avatar_id(checker, NULL, &digest.base, &caller,
							   &avatar_id, &error),
				 VERDICT_REFUSED);
		ck_assert_msg(digest.base.stale == rows[i].stale, "%s", rows[i].user);
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(names_and_realms_may_be_long)
{
	static const char long_text[200] = {[0 ... 199] = 'x'};
	const struct octets text = {.data = long_text, .length = sizeof(long_text)};
	struct checker *checker = store_fixture_checker();
	struct fake_digest digest = fake_digest(text, OCTETS("secret"));

	store_fixture_run("users.db", "INSERT INTO account (id, name)"
				      " VALUES (100, replace(hex(zeroblob(100)), '0', 'x'))");
	digest.space.realm = text;
	for (int i = 0; i < 2; i++) {
		const struct caller caller = store_fixture_hasty(0);
		struct avatar_id avatar_id;
		struct error error;

		ck_assert_int_eq(checker_request_avatar_id(checker, NULL, &digest.base, &caller,
							   &avatar_id, &error),
				 VERDICT_REFUSED);
		ck_assert_msg(strstr(error.text, "no HA1"), "%s", error.text);
	}
	checker_destroy(checker);
}
END_TEST

static void assert_refused(struct checker *checker, struct octets user, struct octets realm,
			   const char *reason)
{
	const struct caller caller = store_fixture_hasty(0);
	struct fake_digest digest = fake_digest(user, OCTETS("secret"));
	struct avatar_id avatar_id;
	struct error error;

	digest.space.realm = realm;
	ck_assert_int_eq(
		checker_request_avatar_id(checker, NULL, &digest.base, &caller, &avatar_id, &error),
		VERDICT_REFUSED);
	ck_assert_msg(strstr(error.text, reason), "%s", error.text);
}

/* More of them than there are places in memory. */
START_TEST(what_is_kept_for_one_is_not_found_for_another)
{
	struct checker *checker = store_fixture_checker();

	for (int i = 0; i < 2000; i++) {
		char user[32], realm[32];
		struct error error;

		ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
							  "secret", &error),
				 VERDICT_GRANTED);
		sprintf(user, "u%04d", i);
		sprintf(realm, "realm %d", i);
		assert_refused(checker, octets_from(user), OCTETS("Example"), "unknown user");
		assert_refused(checker, OCTETS("alice"), octets_from(realm), "no HA1");
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(sqlite_writes_beside_the_store)
{
	struct checker *checker = store_fixture_checker();

	ck_assert_str_eq(checker_writes(checker), scratch_path("users.db"));
	checker_destroy(checker);
}
END_TEST

START_TEST(a_narrowed_checker_answers_one_kind)
{
	struct error error;
	struct checker *checker = checker_create("sqlite:users.db:interfaces=IUsernameDigestHash",
						 (struct origin){.directory = scratch_directory()},
						 checker_types, &error);

	ck_assert_msg(checker, "%s", error.text);
	ck_assert_int_eq(store_fixture_ask_password(checker, store_fixture_patient(0), "alice",
						    "secret", &error),
			 VERDICT_REFUSED);
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(rows_that_hold_something_else_are_unusable)
{
	struct checker *checker = store_fixture_checker();
	struct error error;

	/* Only who turns the checks off can store it. */
	store_fixture_run("users.db", "PRAGMA ignore_check_constraints = 1;"
				      "UPDATE ha1 SET value = x'00' WHERE account = 1;"
				      "UPDATE password SET hash = '' WHERE account = 1");
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_REFUSED);
	ck_assert_msg(strstr(error.text, "unusable row"), "%s", error.text);
	ck_assert_int_eq(store_fixture_ask_password(checker, store_fixture_patient(0), "alice",
						    "secret", &error),
			 VERDICT_REFUSED);
	ck_assert_msg(strstr(error.text, "unusable row"), "%s", error.text);
	checker_destroy(checker);
}
END_TEST

Suite *sqlite_suite(void)
{
	Suite *suite = suite_create("sqlite");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, store_fixture_teardown);
	tcase_add_test(all, a_password_is_checked_where_it_may_block);
	tcase_add_test(all, a_password_waits_where_it_may_not_block);
	tcase_add_test(all, a_remembered_login_does_not_wait);
	tcase_add_test(all, a_digest_is_checked_at_once);
	tcase_add_test(all, a_spent_challenge_tells_only_who_could_log_in);
	tcase_add_test(all, names_and_realms_may_be_long);
	tcase_add_test(all, what_is_kept_for_one_is_not_found_for_another);
	tcase_add_test(all, sqlite_writes_beside_the_store);
	tcase_add_test(all, a_narrowed_checker_answers_one_kind);
	tcase_add_test(all, rows_that_hold_something_else_are_unusable);
	suite_add_tcase(suite, all);
	return suite;
}
