/* The file with the key of the nonces: who may read it, and what becomes of the key. */
#include "application/nonce_key.h"

#include "application/application.h"
#include "base/clock.h"
#include "scratch.h"

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *nonce_key_suite(void);

static struct error error;
static char octets[4097]; /* one more than a key may have */

static void write_key(size_t length, mode_t mode)
{
	scratch_write("key", (struct octets){octets, length});
	ck_assert_int_eq(chmod(scratch_path("key"), mode), 0);
}

static bool load(void)
{
	struct nonces *nonces = nonces_create();
	bool loaded = nonce_key_load(scratch_path("key"), NULL, nonces, &error);

	nonces_destroy(nonces);
	return loaded;
}

/* Whether one reads what the other makes, now that both have run for a while. */
static bool share(struct nonces *one, const struct nonces *other)
{
	int64_t later = clock_milliseconds(CLOCK_REALTIME) + 60000;
	char text[NONCE_TEXT_MAX];

	nonces_make_at(one, OCTETS("A"), later, text);
	return nonces_read_at(other, OCTETS("A"), octets_from(text), later).state == NONCE_FRESH;
}

START_TEST(all_octets_of_the_file_are_the_key)
{
	struct nonces *one = nonces_create();
	struct nonces *other = nonces_create();

	write_key(4096, 0600);
	ck_assert(nonce_key_load(scratch_path("key"), NULL, one, &error));
	ck_assert(nonce_key_load(scratch_path("key"), NULL, other, &error));
	ck_assert(share(one, other));
	octets[4095] = 1;
	write_key(4096, 0600);
	ck_assert(nonce_key_load(scratch_path("key"), NULL, other, &error));
	ck_assert(!share(other, one));
	nonces_destroy(one);
	nonces_destroy(other);
}
END_TEST

START_TEST(a_key_has_at_least_256_bits_and_an_end)
{
	static const struct {
		size_t length;
		bool usable;
	} rows[] = {
		{0, false}, {31, false}, {32, true}, {4096, true}, {4097, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_key(rows[i].length, 0600);
		ck_assert_msg(load() == rows[i].usable, "%zu bytes", rows[i].length);
	}
}
END_TEST

START_TEST(a_key_is_closed_to_others)
{
	static const struct {
		mode_t mode;
		bool usable;
	} rows[] = {
		{0400, true},  {0600, true},  {0700, true},  {0640, false},
		{0604, false}, {0620, false}, {0602, false}, {0601, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_key(32, rows[i].mode);
		ck_assert_msg(load() == rows[i].usable, "mode %o", rows[i].mode);
	}
}
END_TEST

START_TEST(a_key_is_found_in_the_root_directory_of_now)
{
	struct nonces *nonces = nonces_create();
	char path[PATH_MAX];

	/* As if /jail had become the root. */
	write_key(32, 0600);
	snprintf(path, sizeof(path), "/jail%s", scratch_path("key"));
	ck_assert(nonce_key_load(path, "/jail", nonces, &error));
	ck_assert(!nonce_key_load(path, "/cage", nonces, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "from the root directory '/cage'"));
	ck_assert_int_eq(chmod(scratch_path("key"), 0644), 0);
	ck_assert(!nonce_key_load(path, "/jail", nonces, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "cannot trust '/jail/"));
	nonces_destroy(nonces);
}
END_TEST

START_TEST(a_key_is_a_file)
{
	ck_assert_int_eq(mkdir(scratch_path("key"), 0700), 0);
	ck_assert(!load());
	ck_assert_int_eq(rmdir(scratch_path("key")), 0);
	ck_assert_int_eq(mkfifo(scratch_path("key"), 0600), 0);
	ck_assert(!load());
	ck_assert_int_eq(unlink(scratch_path("key")), 0);
	ck_assert(!load() && error.no_input);
}
END_TEST

static struct description *describe(bool with_key)
{
	struct description *description = description_create(NULL, scratch_directory());
	struct portal_description *portal = description_add_portal(description, "/", 0, &error);

	settings_add(&portal->checkers, "anonymous", 0);
	setting_set(&portal->realm, "page", 0);
	settings_add(&description->listen, "tcp:1", 0);
	if (with_key)
		ck_assert(description_set_nonce_key(description, "key", 0, &error));
	return description;
}

static void ignore_warning(const char *text)
{
	(void)text;
}

static struct application *succeed(struct application *old, bool with_key)
{
	struct application *application =
		application_succeed(old, describe(with_key), NULL, ignore_warning, &error);

	ck_assert_msg(application, "%s", error.text);
	return application;
}

START_TEST(a_key_that_is_not_named_any_more_is_not_used)
{
	struct nonces *others = nonces_create();
	struct application *first;
	struct application *second;
	struct application *third;

	write_key(32, 0600);
	ck_assert(nonce_key_load(scratch_path("key"), NULL, others, &error));
	first = application_create(describe(true), &error);
	ck_assert_msg(first, "%s", error.text);
	ck_assert(application_read_key(first, NULL, &error));
	ck_assert(share(first->nonces, others));
	second = succeed(first, false);
	ck_assert(!share(second->nonces, others));
	ck_assert(share(first->nonces, second->nonces));
	third = succeed(second, false);
	ck_assert(share(second->nonces, third->nonces));
	ck_assert(share(third->nonces, second->nonces));
	application_destroy(first);
	application_destroy(second);
	application_destroy(third);
	nonces_destroy(others);
}
END_TEST

START_TEST(without_its_key_no_application_succeeds)
{
	struct application *old = application_create(describe(false), &error);

	ck_assert_msg(old, "%s", error.text);
	ck_assert_ptr_null(application_succeed(old, describe(true), NULL, ignore_warning, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "--nonce-key: cannot open '"));
	ck_assert(share(old->nonces, old->nonces));
	application_destroy(old);
}
END_TEST

Suite *nonce_key_suite(void)
{
	Suite *suite = suite_create("nonce_key");
	TCase *tests = tcase_create("nonce_key");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_test(tests, all_octets_of_the_file_are_the_key);
	tcase_add_test(tests, a_key_has_at_least_256_bits_and_an_end);
	tcase_add_test(tests, a_key_is_closed_to_others);
	tcase_add_test(tests, a_key_is_found_in_the_root_directory_of_now);
	tcase_add_test(tests, a_key_is_a_file);
	tcase_add_test(tests, a_key_that_is_not_named_any_more_is_not_used);
	tcase_add_test(tests, without_its_key_no_application_succeeds);
	suite_add_tcase(suite, tests);
	return suite;
}
