/* What is remembered of a login is forgotten when its account changes, and only then. */
#include "cred/checker.h"

#include "scratch.h"
#include "store_fixture.h"

#include <check.h>

Suite *sqlite_generation_suite(void);

#define SET_HASH(hash) "UPDATE password SET hash = '" hash "' WHERE account = 1"

static struct checker *checker;
static struct error error;

static void set_up(void)
{
	store_fixture_setup();
	store_fixture_make("users.db");
	checker = store_fixture_checker();
}

static void tear_down(void)
{
	checker_destroy(checker);
	store_fixture_teardown();
}

static enum verdict ask(const char *user, const char *password)
{
	return store_fixture_ask_password(checker, store_fixture_patient(0), user, password,
					  &error);
}

/* LATER: it is not remembered. */
static enum verdict recall(unsigned int slot, const char *user, const char *password)
{
	return store_fixture_ask_password(checker, store_fixture_hasty(slot), user, password,
					  &error);
}

/* L48: fifty changes a second would else have everybody's passwords hashed all the time. */
START_TEST(a_change_of_one_account_forgets_nobody_else)
{
	ck_assert_int_eq(ask("alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(recall(1, "alice", "secret"), VERDICT_GRANTED);
	store_fixture_run("users.db", "UPDATE password SET hash = '" STORE_FIXTURE_CHANGED
				      "' WHERE account = 2; DELETE FROM account WHERE id = 3;"
				      "INSERT INTO account (name) VALUES ('dora')");
	for (unsigned int slot = 0; slot < 3; slot++)
		ck_assert_int_eq(recall(slot, "alice", "secret"), VERDICT_GRANTED);
}
END_TEST

static const struct {
	const char *label;
	const char *change;
	const char *reason;
} changes[] = {
	{"L61: another password", SET_HASH(STORE_FIXTURE_CHANGED), "wrong password"},
	{"L63: disabled", "UPDATE account SET disabled = 1 WHERE id = 1", "account is disabled"},
	{"L63: deleted", "DELETE FROM account WHERE id = 1", "unknown user"},
	{"renamed", "UPDATE account SET name = 'alicia' WHERE id = 1", "unknown user"},
	{"without a password", "DELETE FROM password WHERE account = 1", "no password hash"},
	{"expired", "UPDATE account SET expires = 1 WHERE id = 1", "account has expired"},
};

START_TEST(a_change_of_an_account_forgets_it_in_every_slot)
{
	ck_assert_int_eq(ask("alice", "secret"), VERDICT_GRANTED);
	for (unsigned int slot = 1; slot < 3; slot++)
		ck_assert_int_eq(recall(slot, "alice", "secret"), VERDICT_GRANTED);
	store_fixture_run("users.db", changes[_i].change);
	for (unsigned int slot = 1; slot < 3; slot++)
		ck_assert_msg(recall(slot, "alice", "secret") == VERDICT_LATER, "%s",
			      changes[_i].label);
	ck_assert_int_eq(ask("alice", "secret"), VERDICT_REFUSED);
	ck_assert_msg(strstr(error.text, changes[_i].reason), "%s: %s", changes[_i].label,
		      error.text);
}
END_TEST

/* L62 */
START_TEST(a_wrong_password_that_becomes_right_is_right_at_once)
{
	ck_assert_int_eq(ask("alice", "changed"), VERDICT_REFUSED);
	store_fixture_run("users.db", SET_HASH(STORE_FIXTURE_CHANGED));
	ck_assert_int_eq(ask("alice", "changed"), VERDICT_GRANTED);
	ck_assert_int_eq(ask("alice", "secret"), VERDICT_REFUSED);
}
END_TEST

START_TEST(a_password_that_is_put_back_is_remembered_as_it_was)
{
	ck_assert_int_eq(ask("alice", "secret"), VERDICT_GRANTED);
	store_fixture_run("users.db", SET_HASH(STORE_FIXTURE_CHANGED));
	ck_assert_int_eq(ask("alice", "changed"), VERDICT_GRANTED);
	store_fixture_run("users.db", SET_HASH(STORE_FIXTURE_HASH));
	ck_assert_int_eq(recall(1, "alice", "changed"), VERDICT_LATER);
	ck_assert_int_eq(ask("alice", "changed"), VERDICT_REFUSED);
	ck_assert_int_eq(recall(1, "alice", "secret"), VERDICT_GRANTED);
}
END_TEST

/* It was right for a moment, and then the one that was there when the request came is again. */
START_TEST(a_password_that_changes_while_it_is_compared_is_not_remembered)
{
	const struct caller caller = store_fixture_patient(0);

	ck_assert_int_eq(store_fixture_ask_password(checker, caller, "alice", "wrong", &error),
			 VERDICT_REFUSED);
	store_fixture_run("users.db", SET_HASH(STORE_FIXTURE_CHANGED));
	ck_assert_int_eq(store_fixture_ask_password(checker, caller, "alice", "changed", &error),
			 VERDICT_GRANTED);
	store_fixture_run("users.db", SET_HASH(STORE_FIXTURE_HASH));
	ck_assert_int_eq(recall(1, "alice", "changed"), VERDICT_LATER);
	ck_assert_int_eq(ask("alice", "changed"), VERDICT_REFUSED);
}
END_TEST

static uint64_t generation(struct caller caller)
{
	return checker->type->generation(checker, OCTETS("alice"), &caller);
}

/* Nothing is remembered under it, nor found. */
START_TEST(a_store_that_cannot_be_read_has_another_generation_each_time)
{
	const struct caller caller = store_fixture_patient(0);

	scratch_write("users.db", OCTETS("no store"));
	ck_assert_uint_ne(generation(caller), generation(caller));
	ck_assert_uint_ne(generation(store_fixture_patient(0)),
			  generation(store_fixture_patient(1)));
}
END_TEST

Suite *sqlite_generation_suite(void)
{
	Suite *suite = suite_create("sqlite_generation");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, a_change_of_one_account_forgets_nobody_else);
	tcase_add_loop_test(all, a_change_of_an_account_forgets_it_in_every_slot, 0,
			    sizeof(changes) / sizeof(changes[0]));
	tcase_add_test(all, a_wrong_password_that_becomes_right_is_right_at_once);
	tcase_add_test(all, a_password_that_is_put_back_is_remembered_as_it_was);
	tcase_add_test(all, a_password_that_changes_while_it_is_compared_is_not_remembered);
	tcase_add_test(all, a_store_that_cannot_be_read_has_another_generation_each_time);
	suite_add_tcase(suite, all);
	return suite;
}
