/* The store in an SQLite file: whole accounts are found, changed and removed. */
#include "cred/store.h"

#include "postern/plugin.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

Suite *sqlite_accounts_suite(void);

static char memory[4096];
static struct arena arena;
static struct stored_account account;
static struct error error;

static struct store *must_open(enum store_use use)
{
	struct store *store =
		store_open(use, "sqlite:users.db", scratch_directory(), store_types, &error);

	ck_assert_msg(store, "%s", error.text);
	return store;
}

static enum store_finding find(struct store *store, const char *name)
{
	arena = (struct arena){.memory = memory, .size = sizeof(memory)};
	return store_find(store, octets_from(name), &arena, &account, &error);
}

static void add_all(void)
{
	const struct stored_ha1 ha1s[] = {
		{.realm = OCTETS("B"), .algorithm = DIGEST_ALGORITHM_MD5, .value = {1}},
		{.realm = OCTETS("A"), .algorithm = DIGEST_ALGORITHM_SHA_256, .value = {2}},
		{.realm = OCTETS("A"), .algorithm = DIGEST_ALGORITHM_MD5, .value = {3}},
	};
	const struct octets groups[] = {OCTETS("staff"), OCTETS("admins")};
	const struct stored_account accounts[] = {
		{.name = OCTETS("bob"),
		 .password_hash = OCTETS(STORE_FIXTURE_HASH),
		 .ha1s = ha1s,
		 .ha1_count = 3,
		 .groups = groups,
		 .group_count = 2,
		 .expires = 1800000000,
		 .disabled = true},
		{.name = OCTETS("alice")},
	};
	struct store *store = must_open(STORE_USE_MAKE);

	for (size_t i = 0; i < 2; i++)
		ck_assert_msg(store_add(store, &accounts[i], &error), "%s", error.text);
	store_close(store);
}

static int64_t count(const char *table)
{
	char query[64];

	snprintf(query, sizeof(query), "SELECT count(*) FROM %s", table);
	return store_fixture_number("users.db", query);
}

START_TEST(what_was_added_is_found_whole)
{
	struct store *store = must_open(STORE_USE_READ);

	ck_assert_int_eq(find(store, "bob"), STORE_FINDING_ACCOUNT);
	ck_assert(octets_equal(account.name, OCTETS("bob")));
	ck_assert(octets_equal(account.password_hash, OCTETS(STORE_FIXTURE_HASH)));
	ck_assert_uint_eq(account.ha1_count, 3);
	ck_assert(octets_equal(account.ha1s[0].realm, OCTETS("A")));
	ck_assert_int_eq(account.ha1s[0].algorithm, DIGEST_ALGORITHM_MD5);
	ck_assert_uint_eq(account.ha1s[0].value[0], 3);
	ck_assert_int_eq(account.ha1s[1].algorithm, DIGEST_ALGORITHM_SHA_256);
	ck_assert(octets_equal(account.ha1s[2].realm, OCTETS("B")));
	ck_assert_uint_eq(account.group_count, 2);
	ck_assert(octets_equal(account.groups[0], OCTETS("admins")));
	ck_assert(octets_equal(account.groups[1], OCTETS("staff")));
	ck_assert_int_eq(account.expires, 1800000000);
	ck_assert(account.disabled);
	store_close(store);
}
END_TEST

START_TEST(what_an_account_has_not_is_absent)
{
	struct store *store = must_open(STORE_USE_READ);

	ck_assert_int_eq(find(store, "alice"), STORE_FINDING_ACCOUNT);
	ck_assert_ptr_null(account.password_hash.data);
	ck_assert_uint_eq(account.ha1_count + account.group_count, 0);
	ck_assert_int_eq(account.expires, 0);
	ck_assert(!account.disabled);
	ck_assert_int_eq(find(store, "carol"), STORE_FINDING_NONE);
	store_close(store);
}
END_TEST

START_TEST(accounts_come_in_the_order_of_their_names)
{
	static const char *const names[] = {"", "alice", "bob"};
	struct store *store = must_open(STORE_USE_READ);

	for (size_t i = 0; i < 3; i++) {
		arena = (struct arena){.memory = memory, .size = sizeof(memory)};
		ck_assert_int_eq(
			store_find_next(store, octets_from(names[i]), &arena, &account, &error),
			i < 2 ? STORE_FINDING_ACCOUNT : STORE_FINDING_NONE);
		ck_assert(i == 2 || octets_equal(account.name, octets_from(names[i + 1])));
	}
	store_close(store);
}
END_TEST

START_TEST(an_account_that_does_not_fit_is_an_error)
{
	struct store *store = must_open(STORE_USE_READ);

	for (size_t size = 0; size < 300; size++) {
		arena = (struct arena){.memory = memory, .size = size};
		ck_assert_int_eq(store_find(store, OCTETS("bob"), &arena, &account, &error),
				 STORE_FINDING_TOO_LARGE);
		ck_assert_msg(strstr(error.text, "it is too large"), "%s", error.text);
	}
	store_close(store);
}
END_TEST

START_TEST(an_account_becomes_what_it_is_changed_to)
{
	const struct octets group = OCTETS("guests");
	struct store *store = must_open(STORE_USE_WRITE);
	struct stored_account changed;

	ck_assert_int_eq(find(store, "bob"), STORE_FINDING_ACCOUNT);
	changed = account;
	changed.ha1_count = 1;
	changed.groups = &group;
	changed.group_count = 1;
	changed.expires = 0;
	changed.disabled = false;
	ck_assert(store_begin(store, &error));
	ck_assert_msg(store_change(store, &changed, &error), "%s", error.text);
	ck_assert_msg(store_end(store, true, &error), "%s", error.text);
	ck_assert_int_eq(find(store, "bob"), STORE_FINDING_ACCOUNT);
	ck_assert(octets_equal(account.password_hash, OCTETS(STORE_FIXTURE_HASH)));
	ck_assert_uint_eq(account.ha1_count, 1);
	ck_assert_uint_eq(account.group_count, 1);
	ck_assert(octets_equal(account.groups[0], group));
	ck_assert_int_eq(account.expires, 0);
	ck_assert(!account.disabled);
	store_close(store);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT userhash IS NULL FROM ha1"), 0);
	ck_assert_int_eq(count("ha1"), 1);
	ck_assert_int_eq(count("account_group"), 1);
}
END_TEST

START_TEST(what_is_not_kept_has_not_happened)
{
	struct store *store = must_open(STORE_USE_WRITE);

	ck_assert_int_eq(find(store, "bob"), STORE_FINDING_ACCOUNT);
	account.ha1_count = 0;
	ck_assert(store_begin(store, &error));
	ck_assert(store_change(store, &account, &error));
	ck_assert(store_remove(store, OCTETS("alice"), &error));
	ck_assert(!store_end(store, false, &error));
	store_close(store);
	ck_assert_int_eq(count("account"), 2);
	ck_assert_int_eq(count("ha1"), 3);
}
END_TEST

START_TEST(who_is_removed_leaves_nothing)
{
	struct store *store = must_open(STORE_USE_WRITE);

	ck_assert(store_begin(store, &error));
	ck_assert_msg(store_remove(store, OCTETS("bob"), &error), "%s", error.text);
	ck_assert(store_end(store, true, &error));
	store_close(store);
	ck_assert_int_eq(count("account"), 1);
	ck_assert_int_eq(count("password") + count("ha1") + count("account_group"), 0);
}
END_TEST

START_TEST(who_is_not_there_is_neither_changed_nor_removed)
{
	const struct stored_account carol = {.name = OCTETS("carol")};
	struct store *store = must_open(STORE_USE_WRITE);

	ck_assert(store_begin(store, &error));
	ck_assert(!store_change(store, &carol, &error));
	ck_assert_str_eq(error.text, "store 'sqlite': there is no account 'carol'");
	ck_assert(!store_remove(store, OCTETS("carol"), &error));
	ck_assert_str_eq(error.text, "store 'sqlite': there is no account 'carol'");
	store_end(store, false, &error);
	store_close(store);
}
END_TEST

START_TEST(only_who_makes_a_store_makes_a_file)
{
	for (int use = STORE_USE_READ; use < STORE_USE_MAKE; use++) {
		ck_assert_ptr_null(store_open((enum store_use)use, "sqlite:none.db",
					      scratch_directory(), store_types, &error));
		ck_assert(error.no_input);
		ck_assert_int_ne(access(scratch_path("none.db"), F_OK), 0);
	}
}
END_TEST

START_TEST(an_expiry_before_1970_is_not_never)
{
	struct store *store = must_open(STORE_USE_READ);

	store_fixture_run("users.db", "UPDATE account SET expires = 0");
	ck_assert_int_eq(find(store, "bob"), STORE_FINDING_ACCOUNT);
	ck_assert_int_eq(account.expires, 1);
	store_close(store);
}
END_TEST

static void setup(void)
{
	scratch_setup();
	add_all();
}

Suite *sqlite_accounts_suite(void)
{
	Suite *suite = suite_create("sqlite_accounts");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, scratch_teardown);
	tcase_add_test(all, what_was_added_is_found_whole);
	tcase_add_test(all, what_an_account_has_not_is_absent);
	tcase_add_test(all, accounts_come_in_the_order_of_their_names);
	tcase_add_test(all, an_account_that_does_not_fit_is_an_error);
	tcase_add_test(all, an_account_becomes_what_it_is_changed_to);
	tcase_add_test(all, what_is_not_kept_has_not_happened);
	tcase_add_test(all, who_is_removed_leaves_nothing);
	tcase_add_test(all, who_is_not_there_is_neither_changed_nor_removed);
	tcase_add_test(all, only_who_makes_a_store_makes_a_file);
	tcase_add_test(all, an_expiry_before_1970_is_not_never);
	suite_add_tcase(suite, all);
	return suite;
}
