/* The wrapper around stores: an account that could not log in is not added. */
#include "cred/store.h"

#include "postern/container.h"
#include "postern/memory.h"

#include <check.h>
#include <stdlib.h>

Suite *store_suite(void);

struct fake_store {
	struct store base;
	unsigned int added;
	bool full;
};

static struct fake_store *fake_store_from(struct store *store)
{
	return container_of(store, struct fake_store, base);
}

static struct store *fake_store_open(struct arguments *arguments, struct error *error)
{
	struct octets piece;
	struct fake_store *fake;

	if (!arguments_next(arguments, &piece)) {
		error_set(error, "needs PATH");
		return NULL;
	}
	fake = memory_take(1, sizeof(*fake));
	return &fake->base;
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

static void fake_store_close(struct store *store)
{
	free(fake_store_from(store));
}

static const struct store_type fake_store_type = {
	.base = {.name = "fake", .usage = "PATH", .summary = "counts what is added"},
	.open = fake_store_open,
	.add = fake_store_add,
	.close = fake_store_close,
};

static const struct plugin_type *const types[] = {
	&fake_store_type.base,
	NULL,
};

START_TEST(a_string_that_makes_no_sense_is_an_error)
{
	struct error error;

	ck_assert_ptr_null(store_open("oracle:x", "/", types, &error));
	ck_assert_str_eq(error.text, "cannot find store 'oracle', there are only 'fake'");
	ck_assert_ptr_null(store_open("fake", "/", types, &error));
	ck_assert_str_eq(error.text, "store 'fake': needs PATH");
	ck_assert_ptr_null(store_open("fake:x:y", "/", types, &error));
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
	struct store *store = store_open("fake:x", "/", types, &error);

	ck_assert_ptr_nonnull(store);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct stored_account account = {.name = rows[i].name};

		fake_store_from(store)->added = 0;
		ck_assert_msg(store_add(store, &account, &error) == rows[i].added, "%s",
			      rows[i].label);
		ck_assert_msg(fake_store_from(store)->added == rows[i].added, "%s", rows[i].label);
		ck_assert_msg(rows[i].added ||
				      strncmp(error.text, "store 'fake': cannot add ", 25) == 0,
			      "%s: %s", rows[i].label, error.text);
	}
	store_close(store);
	store_close(NULL);
}
END_TEST

START_TEST(a_store_says_why_it_does_not_add)
{
	const struct stored_account account = {.name = OCTETS("alice")};
	struct error error;
	struct store *store = store_open("fake:x", "/", types, &error);

	ck_assert_ptr_nonnull(store);
	fake_store_from(store)->full = true;
	ck_assert(!store_add(store, &account, &error));
	ck_assert_str_eq(error.text, "store 'fake': there is no room");
	store_close(store);
}
END_TEST

Suite *store_suite(void)
{
	Suite *suite = suite_create("store");
	TCase *accounts = tcase_create("accounts");

	tcase_add_test(accounts, a_string_that_makes_no_sense_is_an_error);
	tcase_add_test(accounts, only_names_that_can_log_in_are_added);
	tcase_add_test(accounts, a_store_says_why_it_does_not_add);
	suite_add_tcase(suite, accounts);
	return suite;
}
