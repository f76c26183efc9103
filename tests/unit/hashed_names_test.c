/* Users who are told by a hash of their name, with the checkers that have all accounts in memory.
 */
#include "cred/checker.h"
#include "cred/hash.h"
#include "fake_digest.h"
#include "postern/plugin.h"
#include "scratch.h"

#include <check.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

Suite *hashed_names_suite(void);

static struct checker *create(const char *string)
{
	struct error error;
	struct checker *checker = checker_create(
		string, (struct origin){.directory = scratch_directory()}, checker_types, &error);

	ck_assert_msg(checker, "%s", error.text);
	return checker;
}

static enum verdict ask(struct checker *checker, struct fake_digest *digest,
			struct avatar_id *avatar_id, struct error *error)
{
	static atomic_uint turn;
	unsigned int now = ++turn;
	const struct caller caller = {.slot = now % CALLER_SLOTS, .turn = now};

	return checker_request_avatar_id(checker, NULL, &digest->base, &caller, avatar_id, error);
}

static void must_be(struct checker *checker, struct fake_digest digest, const char *reason)
{
	struct avatar_id avatar_id;
	struct error error;

	ck_assert_int_eq(ask(checker, &digest, &avatar_id, &error), VERDICT_REFUSED);
	ck_assert_msg(strstr(error.text, reason), "%s", error.text);
	ck_assert_uint_eq(digest.compared, 1); /* it costs the same */
}

static void must_be_alice(struct checker *checker, struct fake_digest digest)
{
	struct avatar_id avatar_id;
	struct error error;

	ck_assert_msg(ask(checker, &digest, &avatar_id, &error) == VERDICT_GRANTED, "%s",
		      error.text);
	ck_assert(octets_equal(avatar_id_name(&avatar_id), OCTETS("alice")));
	/* Nobody's memory is left in the credentials. */
	ck_assert(digest.base.username.length == 0 ||
		  credentials_interfaces(&digest.base) != IHASHED_USERNAME);
}

static void check_alice_and_bob(struct checker *checker)
{
	const struct octets secret = OCTETS("secret");

	must_be_alice(checker, fake_digest_hashed(OCTETS("alice"), secret));
	must_be_alice(checker, fake_digest(OCTETS("alice"), secret) /* D8g */);
	must_be(checker, fake_digest_hashed(OCTETS("alice"), OCTETS("wrong")), "wrong password");
	must_be(checker, fake_digest_hashed(OCTETS("bob"), secret), "wrong password");
	must_be(checker, fake_digest_hashed(OCTETS("mallory"), secret), "unknown user"); /* D8a */
	must_be(checker, fake_digest_hashed(OCTETS(""), secret), "unknown user");
}

START_TEST(memory_finds_them)
{
	struct checker *checker = create("memory:bob:builder:alice:secret");

	check_alice_and_bob(checker);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_file_finds_them_also_after_it_changed)
{
	struct checker *checker;

	scratch_write("users", OCTETS("bob:builder\nalice:secret\n"));
	checker = create("file:users");
	check_alice_and_bob(checker);
	scratch_write("users", OCTETS("alice:changed\n"));
	must_be_alice(checker, fake_digest_hashed(OCTETS("alice"), OCTETS("changed")));
	must_be(checker, fake_digest_hashed(OCTETS("bob"), OCTETS("builder")), "unknown user");
	checker_destroy(checker);
}
END_TEST

START_TEST(each_space_has_its_own_hashes)
{
	struct checker *checker = create("memory:alice:secret");
	static const char *const realms[] = {"Example", "Other", "Example"};

	for (size_t i = 0; i < sizeof(realms) / sizeof(realms[0]); i++) {
		for (int algorithm = 0; algorithm < DIGEST_ALGORITHM_COUNT; algorithm++) {
			struct fake_digest digest =
				fake_digest_hashed(OCTETS("alice"), OCTETS("secret"));

			digest.space.algorithm = (enum digest_algorithm)algorithm;
			digest.space.realm = octets_from(realms[i]);
			digest_userhash(digest.space.algorithm, OCTETS("alice"), digest.space.realm,
					digest.username_hash);
			must_be_alice(checker, digest);
			digest.space.realm = OCTETS("Third");
			must_be(checker, digest, "unknown user");
		}
	}
	checker_destroy(checker);
}
END_TEST

/* More than there are places for. */
START_TEST(many_spaces_are_kept_apart)
{
	struct checker *checker = create("memory:alice:secret");

	for (int i = 0; i < 2000; i++) {
		struct fake_digest digest = fake_digest_hashed(OCTETS("alice"), OCTETS("secret"));
		char realm[32];

		snprintf(realm, sizeof(realm), "Space %d", i % 1000);
		digest.space.realm = octets_from(realm);
		digest_userhash(digest.space.algorithm, OCTETS("alice"), digest.space.realm,
				digest.username_hash);
		must_be_alice(checker, digest);
	}
	checker_destroy(checker);
}
END_TEST

/* D8h: the name is the hash, in letters. */
START_TEST(a_plain_name_is_never_taken_for_a_hash)
{
	struct checker *checker = create("memory:alice:secret");
	struct fake_digest alice = fake_digest_hashed(OCTETS("alice"), OCTETS("secret"));
	const struct octets bytes = credentials_username_hash(&alice.base);

	must_be(checker, fake_digest(bytes, OCTETS("secret")), "unknown user");
	checker_destroy(checker);
}
END_TEST

START_TEST(a_checker_that_cannot_find_them_is_not_asked)
{
	struct checker *checker = create("memory:alice:secret:interfaces=IUsernameHashedPassword");
	struct fake_digest alice = fake_digest_hashed(OCTETS("alice"), OCTETS("secret"));
	struct avatar_id avatar_id;
	struct error error;

	ck_assert_int_eq(ask(checker, &alice, &avatar_id, &error), VERDICT_REFUSED);
	ck_assert_uint_eq(alice.compared, 0);
	checker_destroy(checker);
}
END_TEST

struct crowd {
	struct checker *checker;
	atomic_uint granted;
};

static void *ask_at_once(void *closure)
{
	struct crowd *crowd = closure;
	struct fake_digest alice = fake_digest_hashed(OCTETS("alice"), OCTETS("secret"));
	struct avatar_id avatar_id;
	struct error error;

	if (ask(crowd->checker, &alice, &avatar_id, &error) == VERDICT_GRANTED)
		atomic_fetch_add(&crowd->granted, 1);
	hash_thread_end();
	return NULL;
}

START_TEST(threads_that_come_first_together_harm_nobody)
{
	struct crowd crowd = {.checker = create("memory:bob:builder:alice:secret")};
	pthread_t threads[8];

	for (size_t i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, ask_at_once, &crowd), 0);
	for (size_t i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_eq(crowd.granted, 8);
	checker_destroy(crowd.checker);
}
END_TEST

Suite *hashed_names_suite(void)
{
	Suite *suite = suite_create("hashed_names");
	TCase *tests = tcase_create("hashed_names");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_test(tests, memory_finds_them);
	tcase_add_test(tests, a_file_finds_them_also_after_it_changed);
	tcase_add_test(tests, each_space_has_its_own_hashes);
	tcase_add_test(tests, many_spaces_are_kept_apart);
	tcase_add_test(tests, a_plain_name_is_never_taken_for_a_hash);
	tcase_add_test(tests, a_checker_that_cannot_find_them_is_not_asked);
	tcase_add_test(tests, threads_that_come_first_together_harm_nobody);
	suite_add_tcase(suite, tests);
	return suite;
}
