/* The wrapper around stores: an account that could not log in is not added. */
#include "cred/store.h"

#include "postern/container.h"
#include "postern/memory.h"

#include <check.h>
#include <stdlib.h>

Suite *store_suite(void);

struct fake_store {
	struct store base;
	enum store_use use;
	unsigned int added;   /* since it was begun */
	unsigned int kept;    /* of them */
	unsigned int changed; /* or removed */
	bool full;
};

static struct fake_store *fake_store_from(struct store *store)
{
	return container_of(store, struct fake_store, base);
}

static struct store *fake_store_open(struct arguments *arguments, enum store_use use,
				     struct error *error)
{
	struct octets piece;
	struct fake_store *fake;

	if (!arguments_next(arguments, &piece)) {
		error_set(error, "needs PATH");
		return NULL;
	}
	fake = memory_take(1, sizeof(*fake));
	fake->use = use;
	return &fake->base;
}

static bool fake_store_begin(struct store *store, struct error *error)
{
	(void)error;
	fake_store_from(store)->added = 0;
	return true;
}

static bool fake_store_end(struct store *store, bool keep, struct error *error)
{
	(void)error;
	fake_store_from(store)->kept = keep ? fake_store_from(store)->added : 0;
	return keep;
}

static bool fake_store_add(struct store *store, const struct stored_account *account,
			   struct error *error)
{
	(void)account;
	if (fake_store_from(store)->full) {
		error_set(error, "there is no room");
		return false;
	}
	fake_store_from(store)->added++;
	return true;
}

static bool fake_store_change(struct store *store, const struct stored_account *account,
			      struct error *error)
{
	(void)account;
	(void)error;
	fake_store_from(store)->changed++;
	return true;
}

static bool fake_store_remove(struct store *store, struct octets name, struct error *error)
{
	(void)name;
	error_set(error, "there is nobody");
	fake_store_from(store)->changed++;
	return false;
}

/* "alice" is there, and "bob" behind her; of others it cannot tell. */
static enum store_finding fake_store_find(struct store *store, struct octets name,
					  struct arena *arena, struct stored_account *account,
					  struct error *error)
{
	(void)store;
	(void)arena;
	*account = (struct stored_account){.name = name};
	if (octets_equal(name, OCTETS("alice")))
		return STORE_FINDING_ACCOUNT;
	error_set(error, "it is locked");
	return octets_equal(name, OCTETS("bob")) ? STORE_FINDING_NONE : STORE_FINDING_FAILED;
}

static void fake_store_close(struct store *store)
{
	free(fake_store_from(store));
}

static const struct store_type fake_store_type = {
	.base = {.name = "fake", .usage = "PATH", .summary = "counts what is added"},
	.open = fake_store_open,
	.find = fake_store_find,
	.find_next = fake_store_find,
	.begin = fake_store_begin,
	.end = fake_store_end,
	.add = fake_store_add,
	.change = fake_store_change,
	.remove = fake_store_remove,
	.close = fake_store_close,
};

static const struct plugin_type *const types[] = {
	&fake_store_type.base,
	NULL,
};

START_TEST(a_string_that_makes_no_sense_is_an_error)
{
	struct error error;

	ck_assert_ptr_null(store_open(STORE_USE_MAKE, "oracle:x", "/", types, &error));
	ck_assert_str_eq(error.text, "cannot find store type 'oracle', there is only 'fake'");
	ck_assert_ptr_null(store_open(STORE_USE_MAKE, "fake", "/", types, &error));
	ck_assert_str_eq(error.text, "store 'fake': needs PATH");
	ck_assert_ptr_null(store_open(STORE_USE_MAKE, "fake:x:y", "/", types, &error));
	ck_assert_str_eq(error.text, "store 'fake': unexpected 'y'");
}
END_TEST

START_TEST(only_names_that_can_log_in_are_added)
{
	static const char long_name[256] = {[0 ... 255] = 'x'};
	static const struct {
		const char *label;
		struct octets name;
		bool added;
	} rows[] = {
		{"plain", OCTETS("alice"), true},
		{"not ASCII", OCTETS("Jos\xc3\xa9"), true},
		{"longest", {.data = long_name, .length = 255}, true},
		{"too long", {.data = long_name, .length = 256}, false},
		{"empty", OCTETS(""), false},
		{"colon", OCTETS("al:ice"), false},
		{"colon at the end", OCTETS("alice:"), false},
		{"NUL", OCTETS("al\0ice"), false},
		{"newline", OCTETS("alice\n"), false},
		{"delete", OCTETS("alice\x7f"), false},
		{"not in normal form C", OCTETS("Jose\xcc\x81"), false},
		{"not UTF-8", OCTETS("Jos\xe9"), false},
	};
	struct error error;
	struct store *store = store_open(STORE_USE_MAKE, "fake:x", "/", types, &error);

	ck_assert_ptr_nonnull(store);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct stored_account account = {.name = rows[i].name};

		fake_store_from(store)->kept = 0;
		ck_assert_msg(store_add(store, &account, &error) == rows[i].added, "%s",
			      rows[i].label);
		ck_assert_msg(fake_store_from(store)->kept == rows[i].added, "%s", rows[i].label);
		ck_assert_msg(rows[i].added ||
				      strncmp(error.text, "store 'fake': cannot add ", 25) == 0,
			      "%s: %s", rows[i].label, error.text);
	}
	store_close(store);
	store_close(NULL);
}
END_TEST

START_TEST(groups_that_no_avatar_id_can_hold_are_refused)
{
	static const char long_name[256] = {[0 ... 255] = 'x'};
	const struct octets groups[] = {{long_name, 255}, {long_name + 1, 255}, OCTETS("y")};
	struct stored_account account = {.name = OCTETS("alice"), .groups = groups};
	struct error error;
	struct store *store = store_open(STORE_USE_MAKE, "fake:x", "/", types, &error);

	account.group_count = 2;
	ck_assert(store_add(store, &account, &error));
	account.group_count = 3;
	ck_assert(!store_add(store, &account, &error));
	ck_assert_str_eq(error.text,
			 "store 'fake': cannot keep groups of 514 bytes, at most 512 fit");
	ck_assert(store_begin(store, &error));
	ck_assert(!store_change(store, &account, &error));
	store_end(store, false, &error);
	store_close(store);
}
END_TEST

START_TEST(a_store_says_why_it_does_not_add)
{
	const struct stored_account account = {.name = OCTETS("alice")};
	struct error error;
	struct store *store = store_open(STORE_USE_MAKE, "fake:x", "/", types, &error);

	ck_assert_ptr_nonnull(store);
	fake_store_from(store)->full = true;
	ck_assert(!store_add(store, &account, &error));
	ck_assert_str_eq(error.text, "store 'fake': there is no room");
	store_close(store);
}
END_TEST

START_TEST(accounts_are_written_together_or_not_at_all)
{
	const struct stored_account accounts[] = {{.name = OCTETS("alice")},
						  {.name = OCTETS("bob")}};
	struct error error;
	struct store *store = store_open(STORE_USE_MAKE, "fake:x", "/", types, &error);

	for (int keep = 0; keep < 2; keep++) {
		ck_assert(store_begin(store, &error));
		ck_assert(store_add(store, &accounts[0], &error));
		ck_assert(store_add(store, &accounts[1], &error));
		ck_assert_uint_eq(fake_store_from(store)->kept, 0);
		ck_assert_int_eq(store_end(store, keep, &error), keep);
		ck_assert_uint_eq(fake_store_from(store)->kept, keep ? 2 : 0);
		fake_store_from(store)->kept = 0;
	}
	store_close(store);
}
END_TEST

START_TEST(a_store_says_where_it_fails)
{
	char memory[64];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	struct stored_account account;
	struct error error;
	struct store *store = store_open(STORE_USE_MAKE, "fake:x", "/", types, &error);

	ck_assert_int_eq(store_find(store, OCTETS("alice"), &arena, &account, &error),
			 STORE_FINDING_ACCOUNT);
	ck_assert_int_eq(store_find(store, OCTETS("bob"), &arena, &account, &error),
			 STORE_FINDING_NONE);
	ck_assert_int_eq(store_find_next(store, OCTETS("eve"), &arena, &account, &error),
			 STORE_FINDING_FAILED);
	ck_assert_str_eq(error.text, "store 'fake': it is locked");
	ck_assert(store_begin(store, &error));
	ck_assert(store_change(store, &account, &error));
	ck_assert(!store_remove(store, OCTETS("eve"), &error));
	ck_assert(!store_end(store, false, &error));
	ck_assert_str_eq(error.text, "store 'fake': there is nobody");
	ck_assert_uint_eq(fake_store_from(store)->changed, 2);
	store_close(store);
}
END_TEST

START_TEST(a_store_is_told_what_it_is_opened_for)
{
	static const enum store_use uses[] = {STORE_USE_READ, STORE_USE_WRITE, STORE_USE_MAKE};
	struct error error;

	for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
		struct store *store = store_open(uses[i], "fake:x", "/", types, &error);

		ck_assert_int_eq(fake_store_from(store)->use, uses[i]);
		store_close(store);
	}
}
END_TEST

Suite *store_suite(void)
{
	Suite *suite = suite_create("store");
	TCase *accounts = tcase_create("accounts");

	tcase_add_test(accounts, a_string_that_makes_no_sense_is_an_error);
	tcase_add_test(accounts, only_names_that_can_log_in_are_added);
	tcase_add_test(accounts, groups_that_no_avatar_id_can_hold_are_refused);
	tcase_add_test(accounts, a_store_says_why_it_does_not_add);
	tcase_add_test(accounts, accounts_are_written_together_or_not_at_all);
	tcase_add_test(accounts, a_store_says_where_it_fails);
	tcase_add_test(accounts, a_store_is_told_what_it_is_opened_for);
	suite_add_tcase(suite, accounts);
	return suite;
}
