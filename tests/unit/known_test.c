/* Which checkers say that there is such a user, whom the log may name then. */
#include "fake_digest.h"
#include "fake_plugins.h"
#include "file_client.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>

Suite *known_suite(void);

static void setup(void)
{
	scratch_setup();
	store_fixture_make("users.db");
	scratch_write("clear", OCTETS("alice:secret\n"));
	scratch_write("hashes", OCTETS("alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n"));
	scratch_write("digests", OCTETS("alice:Example:961b4880dc160cd40711128ee2ceadcf"
					"7a219f746d30d745124c9733f1b8d207\n"));
}

static void assert_knows(const char *string, struct checker *checker,
			 struct credentials *credentials, bool known)
{
	struct verdict_cache *cache = verdict_cache_create();
	struct avatar_id avatar_id;
	struct error error;

	ck_assert_int_eq(checker_request_avatar_id(checker, cache, credentials, &fake_patient,
						   &avatar_id, &error),
			 VERDICT_REFUSED);
	ck_assert_msg(credentials->known == known, "%s: %s", string, error.text);
	verdict_cache_destroy(cache);
}

static const struct {
	const char *string;
	unsigned int interfaces;
} checkers[] = {
	{"memory:alice:secret", IUSERNAME_PASSWORD | IUSERNAME_DIGEST_HASH | IHASHED_USERNAME},
	{"file:clear", IUSERNAME_PASSWORD | IUSERNAME_DIGEST_HASH | IHASHED_USERNAME},
	{"htpasswd:hashes", IUSERNAME_PASSWORD},
	{"htdigest:digests", IUSERNAME_DIGEST_HASH},
	{"sqlite:users.db", IUSERNAME_PASSWORD | IUSERNAME_DIGEST_HASH | IHASHED_USERNAME},
};

START_TEST(every_checker_says_who_is_there)
{
	static const struct {
		struct octets username;
		bool known;
	} users[] = {{OCTETS("alice"), true}, {OCTETS("mallory"), false}};
	struct checker *checker = file_client_create(checkers[_i].string);

	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
		const struct octets wrong = OCTETS("wrong");
		struct username_password basic = username_password(users[i].username, wrong);
		struct fake_digest digest = fake_digest(users[i].username, wrong);
		struct fake_digest hashed = fake_digest_hashed(users[i].username, wrong);
		const char *string = checkers[_i].string;

		if (checkers[_i].interfaces & IUSERNAME_PASSWORD)
			assert_knows(string, checker, &basic.base, users[i].known);
		if (checkers[_i].interfaces & IUSERNAME_DIGEST_HASH)
			assert_knows(string, checker, &digest.base, users[i].known);
		if (checkers[_i].interfaces & IHASHED_USERNAME)
			assert_knows(string, checker, &hashed.base, users[i].known);
	}
	checker_destroy(checker);
}
END_TEST

/* There is one, and nobody can log in as it. */
START_TEST(a_store_knows_who_is_disabled_or_has_no_password)
{
	static const char *const users[] = {"max", "carol"};
	struct checker *checker = file_client_create("sqlite:users.db");

	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
		struct username_password basic =
			username_password(octets_from(users[i]), OCTETS("secret"));

		assert_knows(users[i], checker, &basic.base, true);
	}
	checker_destroy(checker);
}
END_TEST

Suite *known_suite(void)
{
	Suite *suite = suite_create("known");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, scratch_teardown);
	tcase_add_loop_test(all, every_checker_says_who_is_there, 0,
			    sizeof(checkers) / sizeof(checkers[0]));
	tcase_add_test(all, a_store_knows_who_is_disabled_or_has_no_password);
	suite_add_tcase(suite, all);
	return suite;
}
