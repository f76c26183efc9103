/* The store in an SQLite file: made once, added to all or nothing, and nobody else's. */
#include "cred/store.h"

#include "postern/plugin.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *sqlite_store_suite(void);

static struct store *open_store(struct error *error)
{
	return store_open(STORE_USE_MAKE, "sqlite:users.db", scratch_directory(), store_types,
			  error);
}

static struct store *must_open(void)
{
	struct error error;
	struct store *store = open_store(&error);

	ck_assert_msg(store, "%s", error.text);
	return store;
}

static const struct stored_account alice = {
	.name = OCTETS("alice"),
	.password_hash = OCTETS(STORE_FIXTURE_HASH),
};

START_TEST(a_new_store_is_its_owners_alone)
{
	struct stat status;

	store_close(must_open());
	ck_assert_int_eq(stat(scratch_path("users.db"), &status), 0);
	ck_assert_uint_eq(status.st_mode & 07777, 0600);
}
END_TEST

START_TEST(a_new_store_is_marked_as_ours)
{
	store_close(must_open());
	ck_assert_int_eq(store_fixture_number("users.db", "PRAGMA application_id"), 0x7073746e);
	ck_assert_int_eq(store_fixture_number("users.db", "PRAGMA user_version"), 3);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT journal_mode = 'wal'"
							  " FROM pragma_journal_mode"),
			 1);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM pragma_table_list"
							  " WHERE strict AND schema = 'main'"),
			 4);
}
END_TEST

START_TEST(an_empty_file_becomes_a_store)
{
	struct error error;
	struct store *store;

	scratch_write("users.db", OCTETS(""));
	ck_assert_int_eq(chmod(scratch_path("users.db"), 0640), 0);
	store = must_open();
	ck_assert_msg(store_add(store, &alice, &error), "%s", error.text);
	store_close(store);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM account"), 1);
}
END_TEST

START_TEST(a_store_is_added_to_again)
{
	const struct stored_account bob = {.name = OCTETS("b\xc3\xb6"
							  "b 'o\" Brien")};
	struct error error;
	struct store *store = must_open();

	ck_assert_msg(store_add(store, &alice, &error), "%s", error.text);
	store_close(store);
	store = must_open();
	ck_assert_msg(store_add(store, &bob, &error), "%s", error.text);
	store_close(store);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM account"), 2);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM password"), 1);
}
END_TEST

START_TEST(a_name_is_taken_once)
{
	struct error error;
	struct store *store = must_open();

	ck_assert(store_add(store, &alice, &error));
	ck_assert(!store_add(store, &alice, &error));
	ck_assert_msg(strstr(error.text, "account 'alice' exists already"), "%s", error.text);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM account"), 1);
	store_close(store);
}
END_TEST

START_TEST(an_account_is_added_whole_or_not_at_all)
{
	const struct stored_ha1 ha1s[] = {
		{.realm = OCTETS("Example"), .algorithm = DIGEST_ALGORITHM_MD5},
		{.realm = OCTETS("Example"), .algorithm = DIGEST_ALGORITHM_MD5},
	};
	struct stored_account account = alice;
	struct error error;
	struct store *store = must_open();

	account.ha1s = ha1s;
	account.ha1_count = 2;
	ck_assert(!store_add(store, &account, &error));
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM account"), 0);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM password"), 0);
	account.ha1_count = 1;
	ck_assert_msg(store_add(store, &account, &error), "%s", error.text);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT length(value) FROM ha1"), 16);
	store_close(store);
}
END_TEST

START_TEST(a_new_account_gets_no_secrets_of_an_old_one)
{
	const struct stored_account bob = {.name = OCTETS("bob")};
	struct error error;
	struct store *store = must_open();

	ck_assert(store_add(store, &alice, &error));
	/* Leaves the password: foreign keys are off unless a program asks for them. */
	store_fixture_run("users.db", "PRAGMA foreign_keys = 0; DELETE FROM account");
	ck_assert(store_add(store, &bob, &error));
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM password, account"
							  " WHERE password.account = account.id"),
			 0);
	store_close(store);
}
END_TEST

START_TEST(what_is_something_else_is_left_alone)
{
	static const struct {
		const char *label;
		const char *statements; /* NULL: a text file */
		const char *error;      /* it holds this */
	} rows[] = {
		{"text", NULL, "file is not a database"},
		{"foreign", "CREATE TABLE account (name)", "it is not a store of accounts"},
		{"marked", "PRAGMA application_id = 7", "it is not a store of accounts"},
		{"newer", "PRAGMA application_id = 1886614638; PRAGMA user_version = 4",
		 "it has version 4, and not 3"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stat before, after;
		struct error error;

		unlink(scratch_path("users.db"));
		if (rows[i].statements)
			store_fixture_run("users.db", rows[i].statements);
		else
			scratch_write("users.db", OCTETS("This is no database, but a text."));
		ck_assert_int_eq(stat(scratch_path("users.db"), &before), 0);
		ck_assert_msg(!open_store(&error), "%s", rows[i].label);
		ck_assert_msg(strstr(error.text, rows[i].error) &&
				      strstr(error.text, scratch_path("users.db")),
			      "%s: %s", rows[i].label, error.text);
		ck_assert_int_eq(stat(scratch_path("users.db"), &after), 0);
		ck_assert_msg(before.st_mtim.tv_nsec == after.st_mtim.tv_nsec, "%s", rows[i].label);
	}
}
END_TEST

START_TEST(a_store_that_cannot_be_made_is_an_error)
{
	struct error error;

	ck_assert_ptr_null(store_open(STORE_USE_MAKE, "sqlite:none/users.db", scratch_directory(),
				      store_types, &error));
	ck_assert_msg(strstr(error.text, "No such file or directory"), "%s", error.text);
	ck_assert_int_eq(mkdir(scratch_path("users.db"), 0700), 0);
	ck_assert_ptr_null(open_store(&error));
	ck_assert_ptr_null(
		store_open(STORE_USE_MAKE, "sqlite", scratch_directory(), store_types, &error));
}
END_TEST

static int add_one(int number)
{
	char name[] = "user?";
	struct stored_account account = alice;
	struct error error;
	struct store *store = open_store(&error);
	bool added;

	name[4] = (char)('0' + number);
	account.name = octets_from(name);
	added = store && store_add(store, &account, &error);
	if (!added)
		fprintf(stderr, "%s\n", error.text);
	store_close(store);
	return added ? 0 : 1;
}

START_TEST(several_programs_may_make_one_store)
{
	for (int i = 0; i < 6; i++) {
		if (fork() == 0)
			_exit(add_one(i));
	}
	for (int i = 0; i < 6; i++) {
		int status;

		ck_assert_int_gt(wait(&status), 0);
		ck_assert_int_eq(status, 0);
	}
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM account"), 6);
}
END_TEST

Suite *sqlite_store_suite(void)
{
	Suite *suite = suite_create("sqlite_store");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, scratch_setup, scratch_teardown);
	tcase_add_test(all, a_new_store_is_its_owners_alone);
	tcase_add_test(all, a_new_store_is_marked_as_ours);
	tcase_add_test(all, an_empty_file_becomes_a_store);
	tcase_add_test(all, a_store_is_added_to_again);
	tcase_add_test(all, a_name_is_taken_once);
	tcase_add_test(all, an_account_is_added_whole_or_not_at_all);
	tcase_add_test(all, a_new_account_gets_no_secrets_of_an_old_one);
	tcase_add_test(all, what_is_something_else_is_left_alone);
	tcase_add_test(all, a_store_that_cannot_be_made_is_an_error);
	tcase_add_test(all, several_programs_may_make_one_store);
	suite_add_tcase(suite, all);
	return suite;
}
