/* What a store says of an account beside its secrets: its groups, and until when it is one. */
#include "cred/checker.h"

#include "clock.h"
#include "fake_digest.h"
#include "postern/plugin.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>

Suite *sqlite_account_suite(void);

static struct checker *checker;
static struct verdict_cache *cache;

static void set_up(void)
{
	store_fixture_setup();
	store_fixture_make("users.db");
	checker = store_fixture_checker();
	cache = verdict_cache_create();
}

static void tear_down(void)
{
	checker_destroy(checker);
	verdict_cache_destroy(cache);
	store_fixture_teardown();
}

enum way {
	BASIC,
	DIGEST,
	HASHED_NAME,
	WAYS,
};

static enum verdict ask(enum way way, struct caller caller, const char *user, struct avatar_id *who,
			struct error *error)
{
	const struct octets name = octets_from(user);
	struct username_password basic = username_password(name, OCTETS("secret"));
	struct fake_digest digest = fake_digest(name, OCTETS("secret"));
	struct fake_digest hashed = fake_digest_hashed(name, OCTETS("secret"));
	struct credentials *all[WAYS] = {&basic.base, &digest.base, &hashed.base};

	error->text[0] = '\0';
	return checker_request_avatar_id(checker, cache, all[way], &caller, who, error);
}

static void assert_granted(enum way way, const char *user, struct avatar_id *who)
{
	struct error error;

	ck_assert_msg(ask(way, store_fixture_patient(0), user, who, &error) == VERDICT_GRANTED,
		      "%s", error.text);
}

static void assert_refused(enum way way, const char *user, const char *reason)
{
	struct avatar_id who;
	struct error error;

	ck_assert_int_eq(ask(way, store_fixture_patient(0), user, &who, &error), VERDICT_REFUSED);
	ck_assert_msg(strstr(error.text, reason), "%s", error.text);
}

static void set_expiry(const char *user, const char *seconds)
{
	char statement[128];

	snprintf(statement, sizeof(statement),
		 "UPDATE account SET expires = unixepoch() + %s WHERE name = '%s'", seconds, user);
	store_fixture_run("users.db", statement);
}

START_TEST(groups_are_passed_on_by_every_way)
{
	struct avatar_id who;

	store_fixture_run("users.db",
			  "INSERT INTO account_group SELECT id, 'staff' FROM account;"
			  "INSERT INTO account_group SELECT id, 'gr\u00fc n,:' FROM account"
			  " WHERE name = 'alice'");
	/* The second time what was kept is asked. */
	for (int i = 0; i < 2; i++) {
		assert_granted(_i, "alice", &who);
		ck_assert(avatar_id_in_group(&who, OCTETS("staff")));
		ck_assert(avatar_id_in_group(&who, OCTETS("gr\u00fc n,:")));
		ck_assert(!avatar_id_in_group(&who, OCTETS("gr\u00fc n")));
		ck_assert_uint_eq(who.groups_length, sizeof("staff") + sizeof("gr\u00fc n,:"));
	}
}
END_TEST

START_TEST(who_is_in_no_group_has_none)
{
	struct avatar_id who;

	store_fixture_run("users.db", "INSERT INTO account_group VALUES (77, 'staff')");
	assert_granted(_i, "alice", &who);
	ck_assert_uint_eq(who.groups_length, 0);
}
END_TEST

START_TEST(who_leaves_a_group_is_out_of_it_at_once)
{
	struct avatar_id who;

	store_fixture_run("users.db", "INSERT INTO account_group VALUES (1, 'staff')");
	assert_granted(_i, "alice", &who);
	store_fixture_run("users.db", "DELETE FROM account_group");
	assert_granted(_i, "alice", &who);
	ck_assert_uint_eq(who.groups_length, 0);
}
END_TEST

START_TEST(groups_that_fill_all_room_are_passed_on)
{
	struct avatar_id who;

	/* Two of 255 bytes, each with its NUL. */
	store_fixture_run("users.db", "INSERT INTO account_group SELECT 1, column1 ||"
				      " replace(hex(zeroblob(127)), '0', 'x')"
				      " FROM (VALUES ('a'), ('b'))");
	assert_granted(_i, "alice", &who);
	ck_assert_uint_eq(who.groups_length, AVATAR_GROUPS_MAX);
}
END_TEST

/* Of some of them only, a realm that looks for those who must not come in would let it in. */
START_TEST(who_is_in_more_groups_than_fit_is_refused)
{
	store_fixture_run("users.db",
			  "WITH RECURSIVE g (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g"
			  " WHERE n < 5000) INSERT INTO account_group SELECT 1, 'g' || n FROM g");
	for (int i = 0; i < 2; i++)
		assert_refused(_i, "alice", "account is in more groups than can be passed on");
}
END_TEST

START_TEST(an_expired_account_is_refused)
{
	set_expiry("alice", "0");
	for (int i = 0; i < 2; i++)
		assert_refused(_i, "alice", "account has expired");
	store_fixture_run("users.db", "UPDATE account SET disabled = 1 WHERE name = 'alice'");
	assert_refused(_i, "alice", "account is disabled");
}
END_TEST

/* Whatever is remembered of it. */
START_TEST(an_account_expires_while_it_is_remembered)
{
	struct avatar_id who;
	struct error error;

	set_expiry("bob", "1800");
	set_expiry("alice", "3600");
	assert_granted(_i, "alice", &who);
	clock_advance(CLOCK_REALTIME, 1801);
	assert_granted(_i, "alice", &who);
	ck_assert_int_eq(ask(_i, store_fixture_hasty(0), "alice", &who, &error), VERDICT_GRANTED);
	clock_advance(CLOCK_REALTIME, 1800);
	ck_assert_int_ne(ask(_i, store_fixture_hasty(0), "alice", &who, &error), VERDICT_GRANTED);
	assert_refused(_i, "alice", "account has expired");
}
END_TEST

START_TEST(an_expiry_that_is_put_off_counts_at_once)
{
	struct avatar_id who;

	set_expiry("alice", "-1");
	assert_refused(_i, "alice", "account has expired");
	set_expiry("alice", "3600");
	assert_granted(_i, "alice", &who);
	clock_advance(CLOCK_REALTIME, 3601);
	assert_refused(_i, "alice", "account has expired");
	clock_advance(CLOCK_REALTIME, -3601);
	assert_granted(_i, "alice", &who);
}
END_TEST

/* T85; what it costs is measured by tests/bench/refusals. */
START_TEST(a_spent_challenge_tells_nothing_of_who_has_expired)
{
	const struct caller caller = store_fixture_hasty(0);
	struct fake_digest digest = fake_digest(OCTETS("alice"), OCTETS("secret"));
	struct avatar_id who;
	struct error error;

	set_expiry("alice", "-1");
	digest.spent = true;
	ck_assert_int_eq(
		checker_request_avatar_id(checker, cache, &digest.base, &caller, &who, &error),
		VERDICT_REFUSED);
	ck_assert(!digest.base.stale);
	ck_assert_uint_eq(digest.compared, 1);
}
END_TEST

/* L54: tables that were made by something else, and are not strict. */
START_TEST(of_two_accounts_with_one_name_neither_is_let_in)
{
	store_fixture_run("users.db",
			  "PRAGMA legacy_alter_table = 1; DROP TRIGGER account_renamed;"
			  "DROP INDEX account_expires; ALTER TABLE account RENAME TO old;"
			  "CREATE TABLE account (id INTEGER PRIMARY KEY, name, disabled, expires);"
			  "INSERT INTO account SELECT id, name, disabled, expires FROM old;"
			  "INSERT INTO account (name, disabled) VALUES ('alice', 0)");
	assert_refused(_i, "alice", "several accounts have this name");
}
END_TEST

Suite *sqlite_account_suite(void)
{
	Suite *suite = suite_create("sqlite_account");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_loop_test(all, groups_are_passed_on_by_every_way, 0, WAYS);
	tcase_add_loop_test(all, who_is_in_no_group_has_none, 0, WAYS);
	tcase_add_loop_test(all, who_leaves_a_group_is_out_of_it_at_once, 0, WAYS);
	tcase_add_loop_test(all, groups_that_fill_all_room_are_passed_on, 0, WAYS);
	tcase_add_loop_test(all, who_is_in_more_groups_than_fit_is_refused, 0, WAYS);
	tcase_add_loop_test(all, an_expired_account_is_refused, 0, WAYS);
	tcase_add_loop_test(all, an_account_expires_while_it_is_remembered, 0, WAYS);
	tcase_add_loop_test(all, an_expiry_that_is_put_off_counts_at_once, 0, WAYS);
	tcase_add_test(all, a_spent_challenge_tells_nothing_of_who_has_expired);
	tcase_add_loop_test(all, of_two_accounts_with_one_name_neither_is_let_in, 0, DIGEST + 1);
	suite_add_tcase(suite, all);
	return suite;
}
