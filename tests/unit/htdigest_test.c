/* The checker of files that htdigest makes. */
#include "fake_digest.h"
#include "file_client.h"
#include "scratch.h"

#include <check.h>

Suite *htdigest_suite(void);

static struct checker *create_with(struct octets text)
{
	scratch_write("users", text);
	return file_client_create("htdigest:users");
}

/* HA1 of "secret", of alice in Example and in Other and in a:b, of bob in Example; openssl dgst. */
#define ALICE_MD5    "54e633ea5e7c6d3f4244b609697988b6"
#define ALICE_SHA256 "961b4880dc160cd40711128ee2ceadcf7a219f746d30d745124c9733f1b8d207"
#define ALICE_OTHER  "d11566d3b555f4db7072b25a7eecc381"
#define ALICE_COLON  "cccdced2174aeb9f4a831494d9acbe47"
#define BOB_MD5      "7229f78648c46b735e50423755f45ff6"

#define USERS                                                                                      \
	OCTETS("# users\n\n"                                                                       \
	       "alice:Other:" ALICE_OTHER "\n"                                                     \
	       "alice:Example:" ALICE_SHA256 "\n"                                                  \
	       "alice:a:b:" ALICE_COLON "\r\n"                                                     \
	       "alice:Example:" ALICE_MD5 "\n"                                                     \
	       "bob:Example:" BOB_MD5 "\n"                                                         \
	       "bob:Example:" ALICE_MD5 "\n"                                                       \
	       "carol:Example:1234\n"                                                              \
	       "dora:Example:xyz45678901234567890123456789012\n"                                   \
	       "emil:" BOB_MD5 "\n"                                                                \
	       "fred\n")

static enum verdict ask(struct checker *checker, uint64_t turn, struct fake_digest *digest,
			struct error *error)
{
	const struct caller caller = {.slot = 0, .turn = turn};
	struct avatar_id avatar_id;

	return checker_request_avatar_id(checker, NULL, &digest->base, &caller, &avatar_id, error);
}

static struct fake_digest present(bool hashed, const char *user, const char *password,
				  const char *realm, enum digest_algorithm algorithm)
{
	const struct octets name = octets_from(user);
	const struct octets secret = octets_from(password);
	struct fake_digest digest =
		hashed ? fake_digest_hashed(name, secret) : fake_digest(name, secret);

	digest.space.realm = octets_from(realm);
	digest.space.algorithm = algorithm;
	digest_userhash(algorithm, name, digest.space.realm, digest.username_hash);
	return digest;
}

/* By the name, and by the hash of it (D8a). */
START_TEST(lines_are_accounts)
{
	static const struct {
		const char *label;
		const char *user, *realm;
		enum digest_algorithm algorithm;
		const char *password;
		const char *reason; /* it holds this; NULL: granted */
	} rows[] = {
		{"MD5", "alice", "Example", DIGEST_ALGORITHM_MD5, "secret", NULL},
		{"SHA-256", "alice", "Example", DIGEST_ALGORITHM_SHA_256, "secret", NULL},
		{"another realm", "alice", "Other", DIGEST_ALGORITHM_MD5, "secret", NULL},
		{"a realm with a colon", "alice", "a:b", DIGEST_ALGORITHM_MD5, "secret", NULL},
		{"wrong", "alice", "Example", DIGEST_ALGORITHM_MD5, "wrong", "wrong password"},
		{"none for that algorithm", "alice", "Other", DIGEST_ALGORITHM_SHA_256, "secret",
		 "no line for this user, realm 'Other' and SHA-256"},
		{"SHA-512-256 is no SHA-256", "alice", "Example", DIGEST_ALGORITHM_SHA_512_256,
		 "secret", "no line"},
		{"none for that realm", "alice", "Exampl", DIGEST_ALGORITHM_MD5, "secret",
		 "no line"},
		{"unknown", "mallory", "Example", DIGEST_ALGORITHM_MD5, "secret", "no line"},
		{"T63: twice, the first", "bob", "Example", DIGEST_ALGORITHM_MD5, "secret",
		 "twice"},
		{"cut", "carol", "Example", DIGEST_ALGORITHM_MD5, "secret", "no line"},
		{"no digits", "dora", "Example", DIGEST_ALGORITHM_MD5, "secret", "no line"},
	};
	struct checker *checker = create_with(USERS);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake_digest digest = present(_i == 1, rows[i].user, rows[i].password,
						    rows[i].realm, rows[i].algorithm);
		struct error error;
		enum verdict verdict = ask(checker, 1, &digest, &error);

		ck_assert_msg(verdict == (rows[i].reason ? VERDICT_REFUSED : VERDICT_GRANTED),
			      "%s: %d %s", rows[i].label, verdict, error.text);
		ck_assert_msg(!rows[i].reason || strstr(error.text, rows[i].reason), "%s: %s",
			      rows[i].label, error.text);
		ck_assert_msg(digest.compared == 1, "%s", rows[i].label);
	}
	checker_destroy(checker);
}
END_TEST

/* Nobody learns from a spent challenge whether there is such a user. */
START_TEST(only_a_right_password_is_stale)
{
	struct checker *checker = create_with(USERS);
	struct fake_digest right = fake_digest(OCTETS("alice"), OCTETS("secret"));
	struct fake_digest unknown = fake_digest(OCTETS("mallory"), OCTETS("secret"));
	struct error error;

	right.spent = unknown.spent = true;
	ck_assert_int_eq(ask(checker, 1, &right, &error), VERDICT_REFUSED);
	ck_assert(right.base.stale);
	ck_assert_ptr_nonnull(strstr(error.text, "spent challenge"));
	ck_assert_int_eq(ask(checker, 1, &unknown, &error), VERDICT_REFUSED);
	ck_assert(!unknown.base.stale);
	checker_destroy(checker);
}
END_TEST

START_TEST(lines_are_counted)
{
	static const struct {
		struct octets text;
		size_t users, md5, sha256, doubts;
		const char *doubt; /* the first */
	} rows[] = {
		{OCTETS("alice:Example:" ALICE_MD5 "\nalice:Example:" ALICE_SHA256 "\n"), 1, 1, 1,
		 0, ""},
		{OCTETS("alice:Example:" ALICE_MD5 "\nalice:Old:" ALICE_MD5 "\n"), 1, 1, 0, 0, ""},
		{OCTETS("alice:Example:" ALICE_MD5 "\nbob:Example:1234\n"), 1, 1, 0, 1,
		 "line 2: user 'bob': not 32 digits of MD5 or 64 of SHA-256"},
		{OCTETS("bob:" BOB_MD5 "\n"), 0, 0, 0, 1, "line 1: fewer than two ':'"},
		{USERS, 2, 1, 1, 5, "line 9: user 'carol': not 32 digits of MD5 or 64 of SHA-256"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct census *census = file_client_census("htdigest:users", rows[i].text);
		const struct octets realm = OCTETS("Example");

		ck_assert_uint_eq(census->users, rows[i].users);
		ck_assert_uint_eq(census_with_ha1(census, realm, DIGEST_ALGORITHM_MD5),
				  rows[i].md5);
		ck_assert_uint_eq(census_with_ha1(census, realm, DIGEST_ALGORITHM_SHA_256),
				  rows[i].sha256);
		ck_assert_uint_eq(census->doubts, rows[i].doubts);
		ck_assert_str_eq(census->doubt.text, rows[i].doubt);
		census_destroy(census);
	}
}
END_TEST

START_TEST(a_change_counts_from_the_next_turn)
{
	struct checker *checker = create_with(OCTETS("alice:Example:" ALICE_SHA256 "\n"));
	struct fake_digest digest = fake_digest(OCTETS("alice"), OCTETS("secret"));
	struct error error;

	ck_assert_int_eq(ask(checker, 1, &digest, &error), VERDICT_GRANTED);
	scratch_write("users", OCTETS("alice:Example:" ALICE_MD5 "\n"));
	ck_assert_int_eq(ask(checker, 2, &digest, &error), VERDICT_REFUSED);
	scratch_write("users", OCTETS("alice:Exa"));
	ck_assert_int_eq(ask(checker, 3, &digest, &error), VERDICT_UNAVAILABLE);
	scratch_write("users", OCTETS("alice:Example:" ALICE_SHA256 "\n"));
	ck_assert_int_eq(ask(checker, 4, &digest, &error), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

/* It has no password to compare with: Basic needs another checker, and the start says so. */
START_TEST(only_digest_is_accepted)
{
	struct checker *checker = create_with(USERS);

	ck_assert_uint_eq(checker->interfaces, IUSERNAME_DIGEST_HASH | IHASHED_USERNAME);
	checker_destroy(checker);
}
END_TEST

Suite *htdigest_suite(void)
{
	Suite *suite = suite_create("htdigest");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, scratch_setup, scratch_teardown);
	tcase_add_loop_test(all, lines_are_accounts, 0, 2);
	tcase_add_test(all, only_a_right_password_is_stale);
	tcase_add_test(all, lines_are_counted);
	tcase_add_test(all, a_change_counts_from_the_next_turn);
	tcase_add_test(all, only_digest_is_accepted);
	suite_add_tcase(suite, all);
	return suite;
}
