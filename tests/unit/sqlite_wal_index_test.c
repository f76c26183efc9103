/* The memory that SQLite shares for a store tells each commit, and nothing else. */
#include "../../checkers/sqlite_wal_index.h"

#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <unistd.h>

Suite *sqlite_wal_index_suite(void);

static struct sqlite_wal_index look;
static sqlite3 *reader;
static sqlite3 *writer;

static void set_up(void)
{
	scratch_setup();
	store_fixture_make("users.db");
}

static void tear_down(void)
{
	sqlite3_close(reader);
	sqlite3_close(writer);
	scratch_teardown();
}

static void open_both(void)
{
	reader = store_fixture_open("users.db");
	writer = store_fixture_open("users.db");
	store_fixture_execute(reader, "SELECT count(*) FROM account");
	sqlite_wal_index_find(&look, reader);
}

static void write_it(const char *statements, bool same)
{
	store_fixture_execute(writer, statements);
	ck_assert_msg(sqlite_wal_index_is_same(&look) == same, "%s", statements);
}

START_TEST(what_is_not_committed_is_no_change)
{
	open_both();
	ck_assert(sqlite_wal_index_is_same(&look));
	write_it("SELECT count(*) FROM account", true);
	write_it("BEGIN; UPDATE account SET disabled = 1", true);
	write_it("ROLLBACK", true);
	write_it("BEGIN; UPDATE account SET disabled = 1", true);
	write_it("COMMIT", false);
}
END_TEST

START_TEST(what_was_changed_back_is_a_change)
{
	open_both();
	write_it("UPDATE account SET disabled = 1; UPDATE account SET disabled = 0", false);
}
END_TEST

START_TEST(each_change_is_one_until_it_is_noted)
{
	open_both();
	for (int i = 0; i < 3; i++) {
		write_it("UPDATE account SET disabled = 1 - disabled", false);
		ck_assert(!sqlite_wal_index_is_same(&look));
		sqlite_wal_index_note(&look);
		ck_assert(sqlite_wal_index_is_same(&look));
	}
}
END_TEST

/* The log begins again, where frames of before stand. */
START_TEST(a_change_behind_a_checkpoint_is_one)
{
	open_both();
	store_fixture_execute(writer, "UPDATE account SET disabled = 1 - disabled");
	store_fixture_execute(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
	sqlite_wal_index_note(&look);
	write_it("UPDATE account SET disabled = 1 - disabled", false);
}
END_TEST

START_TEST(without_a_log_nothing_can_be_told)
{
	store_fixture_run("users.db", "PRAGMA journal_mode = DELETE");
	ck_assert(!sqlite_wal_index_is_same(&look));
	open_both();
	ck_assert(!sqlite_wal_index_is_same(&look));
	sqlite_wal_index_note(&look);
	ck_assert(!sqlite_wal_index_is_same(&look));
	ck_assert_int_ne(access(scratch_path("users.db-shm"), F_OK), 0);
}
END_TEST

Suite *sqlite_wal_index_suite(void)
{
	Suite *suite = suite_create("sqlite_wal_index");
	TCase *cases = tcase_create("commits");

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_test(cases, what_is_not_committed_is_no_change);
	tcase_add_test(cases, what_was_changed_back_is_a_change);
	tcase_add_test(cases, each_change_is_one_until_it_is_noted);
	tcase_add_test(cases, a_change_behind_a_checkpoint_is_one);
	tcase_add_test(cases, without_a_log_nothing_can_be_told);
	suite_add_tcase(suite, cases);
	return suite;
}
