/* The checker that reads a store, while the store changes, breaks and comes back. */
#include "cred/checker.h"

#include "postern/plugin.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *sqlite_life_suite(void);

#define PAGE_SIZE 4096 /* bytes, as SQLite makes them */

static void setup(void)
{
	store_fixture_setup();
	store_fixture_make("users.db");
}

static enum verdict password(struct checker *checker, unsigned int slot, const char *user,
			     const char *text)
{
	struct error error;

	return store_fixture_ask_password(checker, store_fixture_patient(slot), user, text, &error);
}

static enum verdict digest(struct checker *checker, unsigned int slot, const char *user)
{
	struct error error;

	return store_fixture_ask_digest(checker, store_fixture_hasty(slot), user, "secret", &error);
}

START_TEST(a_change_counts_from_the_next_turn_in_every_slot)
{
	static const struct {
		const char *label;
		const char *statement;
		enum verdict old_password, new_password, digest;
	} rows[] = {
		{"nothing", "SELECT 1", VERDICT_GRANTED, VERDICT_REFUSED, VERDICT_GRANTED},
		{"another password",
		 "UPDATE password SET hash = '" STORE_FIXTURE_CHANGED "' WHERE account = 1",
		 VERDICT_REFUSED, VERDICT_GRANTED, VERDICT_GRANTED},
		{"no HA1", "DELETE FROM ha1 WHERE account = 1", VERDICT_REFUSED, VERDICT_GRANTED,
		 VERDICT_REFUSED},
		{"disabled", "UPDATE account SET disabled = 1 WHERE id = 1", VERDICT_REFUSED,
		 VERDICT_REFUSED, VERDICT_REFUSED},
		{"enabled", "UPDATE account SET disabled = 0 WHERE id = 1", VERDICT_REFUSED,
		 VERDICT_GRANTED, VERDICT_REFUSED},
		{"another name", "UPDATE account SET name = 'alison' WHERE id = 1", VERDICT_REFUSED,
		 VERDICT_REFUSED, VERDICT_REFUSED},
		{"gone", "UPDATE account SET name = 'alice'; DELETE FROM account WHERE id = 1",
		 VERDICT_REFUSED, VERDICT_REFUSED, VERDICT_REFUSED},
	};
	struct checker *checker = store_fixture_checker();

	store_fixture_run("users.db", "DELETE FROM account WHERE id > 1");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		store_fixture_run("users.db", rows[i].statement);
		for (unsigned int slot = 0; slot < 2; slot++) {
			ck_assert_msg(password(checker, slot, "alice", "secret") ==
					      rows[i].old_password,
				      "%s", rows[i].label);
			ck_assert_msg(password(checker, slot, "alice", "changed") ==
					      rows[i].new_password,
				      "%s", rows[i].label);
			ck_assert_msg(digest(checker, slot, "alice") == rows[i].digest, "%s",
				      rows[i].label);
		}
	}
	checker_destroy(checker);
}
END_TEST

static uint64_t generation(struct checker *checker, unsigned int slot)
{
	const struct caller caller = store_fixture_hasty(slot);

	return checker->type->generation(checker, OCTETS("alice"), &caller);
}

START_TEST(the_generation_is_another_after_a_change_and_only_then)
{
	struct checker *checker = store_fixture_checker();
	uint64_t before, after;

	generation(checker, 0);
	before = generation(checker, 1);
	ck_assert_uint_eq(generation(checker, 0), before);
	store_fixture_run("users.db", "UPDATE account SET disabled = 1");
	after = generation(checker, 0);
	ck_assert_uint_ne(after, before);
	ck_assert_uint_eq(generation(checker, 0), after);
	ck_assert_uint_eq(generation(checker, 1), after);
	store_fixture_make("new.db");
	store_fixture_run("new.db", "UPDATE password SET hash = '" STORE_FIXTURE_CHANGED "'");
	store_fixture_rename("new.db", "users.db");
	ck_assert_uint_ne(generation(checker, 0), after);
	ck_assert_uint_ne(generation(checker, 0), before);
	/* Of what cannot be read nothing is remembered. */
	unlink(scratch_path("users.db"));
	after = generation(checker, 0);
	ck_assert_uint_ne(after, before);
	ck_assert_uint_ne(generation(checker, 0), after);
	checker_destroy(checker);
}
END_TEST

START_TEST(another_store_renamed_to_the_path_counts)
{
	struct checker *checker = store_fixture_checker();

	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	ck_assert_int_eq(password(checker, 1, "alice", "secret"), VERDICT_GRANTED);
	store_fixture_run("users.db", "UPDATE account SET disabled = 0");
	store_fixture_make("new.db");
	store_fixture_run("new.db", "DELETE FROM account WHERE name = 'alice'");
	store_fixture_rename("new.db", "users.db");
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_REFUSED);
	ck_assert_int_eq(password(checker, 1, "alice", "secret"), VERDICT_REFUSED);
	ck_assert_int_eq(digest(checker, 0, "carol"), VERDICT_GRANTED);
	store_fixture_run("users.db", "DELETE FROM account WHERE name = 'carol'");
	ck_assert_int_eq(digest(checker, 0, "carol"), VERDICT_REFUSED);
	checker_destroy(checker);
}
END_TEST

START_TEST(the_log_of_a_replaced_store_is_not_read_into_the_new_one)
{
	struct checker *checker = store_fixture_checker();
	struct error error;

	ck_assert_int_eq(digest(checker, 0, "max"), VERDICT_REFUSED);
	store_fixture_run("users.db", "UPDATE account SET disabled = 0");
	ck_assert_int_eq(digest(checker, 0, "max"), VERDICT_GRANTED);
	/* Looks like the first, but for what stands in the log of the first. */
	store_fixture_make("new.db");
	ck_assert_int_eq(rename(scratch_path("new.db"), scratch_path("users.db")), 0);
	for (int turn = 0; turn < 2; turn++) {
		ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "max",
							  "secret", &error),
				 VERDICT_UNAVAILABLE);
		ck_assert_msg(strstr(error.text, "'-wal' and '-shm'"), "%s", error.text);
	}
	ck_assert_int_eq(unlink(scratch_path("users.db-wal")), 0);
	ck_assert_int_eq(digest(checker, 0, "max"), VERDICT_UNAVAILABLE);
	ck_assert_int_eq(unlink(scratch_path("users.db-shm")), 0);
	ck_assert_int_eq(digest(checker, 0, "max"), VERDICT_REFUSED);
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_store_without_log_may_be_renamed_over)
{
	struct checker *checker;

	store_fixture_run("users.db", "PRAGMA journal_mode = DELETE");
	checker = store_fixture_checker();
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	store_fixture_make("new.db");
	store_fixture_run("new.db", "DELETE FROM account WHERE name = 'alice'");
	ck_assert_int_eq(rename(scratch_path("new.db"), scratch_path("users.db")), 0);
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_REFUSED);
	ck_assert_int_eq(digest(checker, 0, "carol"), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

static void make_nothing(const char *name)
{
	(void)name;
}

static void make_empty(const char *name)
{
	scratch_write(name, OCTETS(""));
}

static void make_directory(const char *name)
{
	ck_assert_int_eq(mkdir(scratch_path(name), 0700), 0);
}

static void make_pipe(const char *name)
{
	ck_assert_int_eq(mkfifo(scratch_path(name), 0600), 0);
}

static void make_text(const char *name)
{
	static const char text[8192] = {[0 ... 8191] = 'x'};

	scratch_write(name, (struct octets){.data = text, .length = sizeof(text)});
}

static void make_without_tables(const char *name)
{
	store_fixture_run(name, "VACUUM");
}

static void make_foreign(const char *name)
{
	store_fixture_run(name, "CREATE TABLE account (id, name, disabled)");
}

static void make_newer(const char *name)
{
	store_fixture_make(name);
	store_fixture_run(name, "PRAGMA user_version = 4");
}

static void make_without_table(const char *name)
{
	store_fixture_make(name);
	store_fixture_run(name, "DROP TABLE ha1; DROP TABLE password");
}

static void make_cut(const char *name)
{
	store_fixture_make(name);
	ck_assert_int_eq(truncate(scratch_path(name), 5000), 0);
}

/* Only a look-up meets these pages. */
static void make_damaged(const char *name)
{
	static const char damage[PAGE_SIZE] = {[0 ... PAGE_SIZE - 1] = (char)0xa5};
	long pages, kept;
	FILE *file;

	store_fixture_make(name);
	pages = store_fixture_number(name, "PRAGMA page_count");
	kept = store_fixture_number(
		name, "SELECT rootpage FROM sqlite_schema WHERE name = 'account_expires'");
	file = fopen(scratch_path(name), "r+");
	for (long page = 2; page <= pages; page++) {
		fseek(file, (page - 1) * PAGE_SIZE, SEEK_SET);
		if (page != kept)
			fwrite(damage, 1, PAGE_SIZE, file);
	}
	ck_assert_int_eq(fclose(file), 0);
}

static const struct {
	const char *label;
	void (*make)(const char *name);
	const char *verb, *reason; /* cannot VERB 'PATH': REASON */
	bool starts;               /* it takes a look-up to notice */
} broken[] = {
	{"missing", make_nothing, "open", "No such file or directory", false},
	{"directory", make_directory, "open", "not a regular file", false},
	{"pipe", make_pipe, "open", "not a regular file", false},
	{"empty", make_empty, "use", "it is empty", false},
	{"without tables", make_without_tables, "use", "it is empty", false},
	{"text", make_text, "read", "file is not a database", false},
	{"foreign", make_foreign, "use", "it is not a store of accounts", false},
	{"newer", make_newer, "use", "it has version 4, and not 3", false},
	{"without a table", make_without_table, "read", "no such table: ", false},
	{"cut", make_cut, "read", "database disk image is malformed", false},
	{"damaged", make_damaged, "read", "database disk image is malformed", true},
};

static void assert_broken_error(size_t row, const struct error *error)
{
	char expected[ERROR_TEXT_MAX];

	snprintf(expected, sizeof(expected), "cannot %s '%s': %s", broken[row].verb,
		 scratch_path("users.db"), broken[row].reason);
	ck_assert_msg(strstr(error->text, expected), "%s: %s", broken[row].label, error->text);
}

static void replace_by_broken(size_t row)
{
	store_fixture_rename("users.db", "old.db");
	unlink(scratch_path("users.db-wal"));
	unlink(scratch_path("users.db-shm"));
	broken[row].make("users.db");
}

START_TEST(a_broken_store_stops_the_start)
{
	struct error error;

	replace_by_broken((size_t)_i);
	if (broken[_i].starts)
		return;
	ck_assert_msg(!checker_create("sqlite:users.db",
				      (struct origin){.directory = scratch_directory()},
				      checker_types, &error),
		      "%s", broken[_i].label);
	assert_broken_error((size_t)_i, &error);
}
END_TEST

START_TEST(a_broken_store_refuses_nobody_and_recovers)
{
	struct checker *checker = store_fixture_checker();
	struct error error;

	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	ck_assert_int_eq(password(checker, 1, "alice", "secret"), VERDICT_GRANTED);
	replace_by_broken((size_t)_i);
	for (int turn = 0; turn < 2; turn++) {
		ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
							  "wrong", &error),
				 VERDICT_UNAVAILABLE);
		assert_broken_error((size_t)_i, &error);
		ck_assert_int_eq(store_fixture_ask_password(checker, store_fixture_patient(1),
							    "alice", "secret", &error),
				 VERDICT_UNAVAILABLE);
		assert_broken_error((size_t)_i, &error);
	}
	remove(scratch_path("users.db"));
	store_fixture_rename("old.db", "users.db");
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	ck_assert_int_eq(digest(checker, 0, "bob"), VERDICT_REFUSED);
	ck_assert_int_eq(password(checker, 1, "alice", "secret"), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_store_that_is_repaired_in_place_recovers)
{
	static char good[65536];
	FILE *file = fopen(scratch_path("users.db"), "r");
	const size_t size = fread(good, 1, sizeof(good), file);
	struct checker *checker;

	fclose(file);
	make_damaged("damaged.db");
	store_fixture_rename("damaged.db", "users.db");
	checker = store_fixture_checker();
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_UNAVAILABLE);
	scratch_write("users.db", (struct octets){.data = good, .length = size});
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_missing_store_says_how_to_make_one)
{
	struct error error;

	ck_assert_ptr_null(checker_create("sqlite:none.db",
					  (struct origin){.directory = scratch_directory()},
					  checker_types, &error));
	ck_assert_msg(strstr(error.text, "(fix: postern user add --store sqlite:"), "%s",
		      error.text);
	ck_assert(error.no_input);
	ck_assert_int_ne(access(scratch_path("none.db"), F_OK), 0);
}
END_TEST

START_TEST(a_column_that_goes_and_comes_back_refuses_nobody)
{
	struct checker *checker = store_fixture_checker();

	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	store_fixture_run("users.db", "ALTER TABLE ha1 ADD COLUMN more TEXT");
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	store_fixture_run("users.db", "ALTER TABLE account RENAME COLUMN disabled TO off");
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_UNAVAILABLE);
	store_fixture_run("users.db", "ALTER TABLE account RENAME COLUMN off TO disabled");
	ck_assert_int_eq(digest(checker, 0, "alice"), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

Suite *sqlite_life_suite(void)
{
	const int rows = sizeof(broken) / sizeof(broken[0]);
	Suite *suite = suite_create("sqlite_life");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, store_fixture_teardown);
	tcase_add_test(all, a_change_counts_from_the_next_turn_in_every_slot);
	tcase_add_test(all, the_generation_is_another_after_a_change_and_only_then);
	tcase_add_test(all, another_store_renamed_to_the_path_counts);
	tcase_add_test(all, the_log_of_a_replaced_store_is_not_read_into_the_new_one);
	tcase_add_test(all, a_store_without_log_may_be_renamed_over);
	tcase_add_loop_test(all, a_broken_store_stops_the_start, 0, rows);
	tcase_add_loop_test(all, a_broken_store_refuses_nobody_and_recovers, 0, rows);
	tcase_add_test(all, a_store_that_is_repaired_in_place_recovers);
	tcase_add_test(all, a_missing_store_says_how_to_make_one);
	tcase_add_test(all, a_column_that_goes_and_comes_back_refuses_nobody);
	suite_add_tcase(suite, all);
	return suite;
}
