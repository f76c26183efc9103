/* Users of a store who are told by a hash of their name, also in stores of an earlier version. */
#include "cred/checker.h"
#include "cred/store.h"
#include "fake_digest.h"
#include "postern/plugin.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>

Suite *sqlite_names_suite(void);

static struct checker *checker;
static struct verdict_cache *cache;
static struct avatar_id avatar_id;
static struct error error;

static void set_up(void)
{
	scratch_setup();
	store_fixture_make("users.db");
	cache = verdict_cache_create();
	checker = store_fixture_checker();
}

static void tear_down(void)
{
	checker_destroy(checker);
	verdict_cache_destroy(cache);
	scratch_teardown();
}

static enum verdict ask(struct fake_digest *digest)
{
	struct caller caller = store_fixture_hasty(0);

	return checker_request_avatar_id(checker, cache, &digest->base, &caller, &avatar_id,
					 &error);
}

static enum verdict ask_hashed(const char *user, const char *password)
{
	struct fake_digest digest = fake_digest_hashed(octets_from(user), octets_from(password));
	enum verdict verdict = ask(&digest);

	ck_assert_uint_eq(digest.compared, 1); /* whoever it is: it costs the same */
	return verdict;
}

START_TEST(their_accounts_are_found)
{
	static const struct {
		const char *label;
		const char *user, *password;
		const char *reason; /* NULL: granted */
	} rows[] = {
		{"D89", "alice", "secret", NULL},
		{"no password, but an HA1", "carol", "secret", NULL},
		{"D91", "alice", "wrong", "wrong password"},
		{"D8a", "mallory", "secret", "unknown user"},
		{"disabled", "max", "secret", "account is disabled"},
		{"no HA1, and so no hash", "bob", "secret", "unknown user"},
		{"the name that nobody has", ":", "secret", "unknown user"},
	};

	/* Twice: also by what the first look has left. */
	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(rows[0]); i++) {
		size_t row = i % (sizeof(rows) / sizeof(rows[0]));
		enum verdict verdict = ask_hashed(rows[row].user, rows[row].password);

		if (!rows[row].reason) {
			ck_assert_msg(verdict == VERDICT_GRANTED, "%s", rows[row].label);
			ck_assert(octets_equal(avatar_id_name(&avatar_id),
					       octets_from(rows[row].user)));
			continue;
		}
		ck_assert_msg(verdict == VERDICT_REFUSED, "%s", rows[row].label);
		ck_assert_msg(strstr(error.text, rows[row].reason), "%s: %s", rows[row].label,
			      error.text);
	}
}
END_TEST

START_TEST(every_algorithm_and_space_has_its_own_hash)
{
	for (int algorithm = 0; algorithm < DIGEST_ALGORITHM_COUNT; algorithm++) {
		struct fake_digest digest = fake_digest_hashed(OCTETS("alice"), OCTETS("secret"));

		digest.space.algorithm = (enum digest_algorithm)algorithm;
		digest_userhash(digest.space.algorithm, OCTETS("alice"), digest.space.realm,
				digest.username_hash);
		ck_assert_int_eq(ask(&digest), VERDICT_GRANTED);
		digest.space.realm = OCTETS("Other");
		ck_assert_int_eq(ask(&digest), VERDICT_REFUSED);
	}
}
END_TEST

/* D95 */
START_TEST(changes_count_from_the_next_turn)
{
	ck_assert_int_eq(ask_hashed("alice", "secret"), VERDICT_GRANTED);
	store_fixture_run("users.db", "UPDATE account SET disabled = 1 WHERE name = 'alice'");
	ck_assert_int_eq(ask_hashed("alice", "secret"), VERDICT_REFUSED);
	store_fixture_run("users.db", "UPDATE account SET disabled = 0 WHERE name = 'alice'");
	ck_assert_int_eq(ask_hashed("alice", "secret"), VERDICT_GRANTED);
	/* Leaves the HA1s: foreign keys are off unless a program asks for them. */
	store_fixture_run("users.db", "DELETE FROM account WHERE name = 'alice'");
	ck_assert_int_eq(ask_hashed("alice", "secret"), VERDICT_REFUSED);
	ck_assert_msg(strstr(error.text, "unknown user"), "%s", error.text);
}
END_TEST

START_TEST(the_hash_of_an_old_name_leads_nowhere)
{
	store_fixture_run("users.db", "UPDATE account SET name = 'alicia' WHERE name = 'alice'");
	ck_assert_int_eq(ask_hashed("alice", "secret"), VERDICT_REFUSED);
	ck_assert_int_eq(ask_hashed("alicia", "secret"), VERDICT_REFUSED);
	store_fixture_run("users.db", "UPDATE account SET name = 'alice' WHERE name = 'carol'");
	store_fixture_run("users.db", "UPDATE ha1 SET userhash = x'00'");
	ck_assert_int_eq(ask_hashed("alice", "secret"), VERDICT_REFUSED);
}
END_TEST

START_TEST(a_row_that_lies_about_its_hash_lets_nobody_in)
{
	/* carol's HA1 behind the hash of alice's name. */
	store_fixture_run("users.db",
			  "UPDATE ha1 SET userhash = (SELECT userhash FROM ha1 AS other"
			  " JOIN account ON account.id = other.account WHERE account.name = 'alice'"
			  " AND other.realm = ha1.realm AND other.algorithm = ha1.algorithm);"
			  "DELETE FROM ha1 WHERE account ="
			  " (SELECT id FROM account WHERE name = 'alice')");
	ck_assert_int_eq(ask_hashed("alice", "secret"), VERDICT_REFUSED);
	ck_assert_int_eq(ask_hashed("carol", "secret"), VERDICT_REFUSED);
}
END_TEST

START_TEST(they_are_found_without_a_scan)
{
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*)"
							  " FROM pragma_index_info('ha1_userhash')"
							  " WHERE seqno = 0 AND name = 'userhash'"),
			 1);
}
END_TEST

/* What each had not. */
static void make_version_2(void)
{
	store_fixture_run("users.db", "DROP TABLE account_group; DROP INDEX account_expires;"
				      "ALTER TABLE account DROP COLUMN expires;"
				      "PRAGMA user_version = 2");
}

static void make_version_1(void)
{
	make_version_2();
	store_fixture_run("users.db", "DROP TRIGGER account_renamed; DROP INDEX ha1_userhash;"
				      "ALTER TABLE ha1 DROP COLUMN userhash;"
				      "PRAGMA user_version = 1");
}

/* L52 */
START_TEST(an_earlier_version_is_brought_up_by_its_next_writer)
{
	static const struct {
		void (*make)(void);
		const char *error; /* it holds this */
	} rows[] = {
		{make_version_1, "it has version 1, and not 3 (the next 'postern user add'"},
		{make_version_2, "it has version 2, and not 3 (the next 'postern user add'"},
	};
	const struct stored_account dora = {.name = OCTETS("dora")};
	struct fake_digest alice = fake_digest_hashed(OCTETS("alice"), OCTETS("secret"));
	struct store *store;

	rows[_i].make();
	ck_assert_int_eq(ask(&alice), VERDICT_UNAVAILABLE);
	ck_assert_msg(strstr(error.text, rows[_i].error), "%s", error.text);
	store = store_open(STORE_USE_MAKE, "sqlite:users.db", scratch_directory(), store_types,
			   &error);
	ck_assert_msg(store, "%s", error.text);
	ck_assert_msg(store_add(store, &dora, &error), "%s", error.text);
	store_close(store);
	ck_assert_int_eq(store_fixture_number("users.db", "PRAGMA user_version"), 3);
	ck_assert_int_eq(ask_hashed("alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(ask_hashed("carol", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM account"), 5);
	store_fixture_run("users.db", "INSERT INTO account_group SELECT id, 'staff' FROM account;"
				      "UPDATE account SET expires = 1");
}
END_TEST

Suite *sqlite_names_suite(void)
{
	Suite *suite = suite_create("sqlite_names");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, their_accounts_are_found);
	tcase_add_test(all, every_algorithm_and_space_has_its_own_hash);
	tcase_add_test(all, changes_count_from_the_next_turn);
	tcase_add_test(all, the_hash_of_an_old_name_leads_nowhere);
	tcase_add_test(all, a_row_that_lies_about_its_hash_lets_nobody_in);
	tcase_add_test(all, they_are_found_without_a_scan);
	tcase_add_loop_test(all, an_earlier_version_is_brought_up_by_its_next_writer, 0, 2);
	suite_add_tcase(suite, all);
	return suite;
}
