/* A store behind a symbolic link: SQLite has its log beside the file that the link leads to. */
#include "cred/checker.h"

#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *sqlite_link_suite(void);

static struct checker *checker;
static struct error error;

/* As ln -sfn does it. */
static void turn_link(const char *target)
{
	char made[512];

	strcpy(made, scratch_path("made"));
	ck_assert_int_eq(symlink(target, made), 0);
	ck_assert_int_eq(rename(made, scratch_path("users.db")), 0);
}

static void set_up(void)
{
	store_fixture_setup();
	ck_assert_int_eq(mkdir(scratch_path("one"), 0700), 0);
	ck_assert_int_eq(mkdir(scratch_path("two"), 0700), 0);
	store_fixture_make("one/store.db");
	store_fixture_make("two/store.db");
	turn_link("one/store.db");
	checker = store_fixture_checker();
}

static void tear_down(void)
{
	checker_destroy(checker);
	store_fixture_teardown();
}

static enum verdict ask(unsigned int slot, const char *user)
{
	return store_fixture_ask_digest(checker, store_fixture_hasty(slot), user, "secret", &error);
}

static void ask_both(const char *user, enum verdict verdict)
{
	for (unsigned int slot = 0; slot < 2; slot++)
		ck_assert_int_eq(ask(slot, user), verdict);
}

START_TEST(a_change_counts_at_once_in_whichever_it_leads_to)
{
	ask_both("max", VERDICT_REFUSED);
	store_fixture_run("one/store.db", "UPDATE account SET disabled = 0");
	ask_both("max", VERDICT_GRANTED);
	turn_link("two/store.db");
	ask_both("max", VERDICT_REFUSED);
	ask_both("alice", VERDICT_GRANTED);
	store_fixture_run("two/store.db", "DELETE FROM account WHERE name = 'alice'");
	ask_both("alice", VERDICT_REFUSED);
	turn_link("one/store.db");
	ask_both("alice", VERDICT_GRANTED);
}
END_TEST

START_TEST(a_store_that_is_restored_behind_it_counts_at_once)
{
	ask_both("max", VERDICT_REFUSED);
	ck_assert_int_eq(unlink(scratch_path("one/store.db-wal")), 0);
	ck_assert_int_eq(unlink(scratch_path("one/store.db-shm")), 0);
	store_fixture_run("one/store.db", "UPDATE account SET disabled = 0");
	ask_both("max", VERDICT_GRANTED);
}
END_TEST

START_TEST(the_log_of_a_replaced_store_is_not_read_into_the_new_one)
{
	char replaced[512];

	ask_both("max", VERDICT_REFUSED);
	store_fixture_run("one/store.db", "UPDATE account SET disabled = 0");
	ask_both("max", VERDICT_GRANTED);
	strcpy(replaced, scratch_path("one/store.db"));
	ck_assert_int_eq(rename(scratch_path("two/store.db"), replaced), 0);
	ask_both("max", VERDICT_UNAVAILABLE);
	ck_assert_msg(strstr(error.text, "'-wal' and '-shm'"), "%s", error.text);
	ck_assert_int_eq(unlink(scratch_path("one/store.db-wal")), 0);
	ck_assert_int_eq(unlink(scratch_path("one/store.db-shm")), 0);
	ask_both("max", VERDICT_REFUSED);
}
END_TEST

Suite *sqlite_link_suite(void)
{
	Suite *suite = suite_create("sqlite_link");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, a_change_counts_at_once_in_whichever_it_leads_to);
	tcase_add_test(all, a_store_that_is_restored_behind_it_counts_at_once);
	tcase_add_test(all, the_log_of_a_replaced_store_is_not_read_into_the_new_one);
	suite_add_tcase(suite, all);
	return suite;
}
