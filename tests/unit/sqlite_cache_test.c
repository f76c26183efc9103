/* What is kept of a store is found again, the oldest goes first, and all of it is wiped. */
#include "../../checkers/sqlite_cache.h"

#include "postern/memory.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

Suite *sqlite_cache_suite(void);

static const struct digest_space space = {.algorithm = DIGEST_ALGORITHM_SHA_256,
					  .realm = {.data = "Example", .length = 7}};

static struct sqlite_cache *cache;

static void set_up(void)
{
	cache = memory_take(1, sizeof(*cache));
}

static void tear_down(void)
{
	sqlite_cache_wipe(cache);
	free(cache);
}

/* Valid until the next call. */
static struct octets user(unsigned int number)
{
	static char name[16];

	snprintf(name, sizeof(name), "user%u", number);
	return octets_from(name);
}

/* With a secret of 32 bytes. */
static void keep(struct octets name, char secret, size_t groups_length)
{
	struct reader_row row = {.secret.length = 32, .groups_length = groups_length};

	memset(row.secret.bytes, secret, row.secret.length);
	memset(row.groups, 'g', groups_length);
	sqlite_cache_keep(cache, name, &space, READER_FINDING_SECRET, &row);
}

/* Its secret's first byte; 0: it is not kept. */
static char find(struct octets name, const struct digest_space *of)
{
	enum reader_finding finding;
	struct reader_row row;

	if (!sqlite_cache_find(cache, name, of, &finding, &row))
		return '\0';
	ck_assert_int_eq(finding, READER_FINDING_SECRET);
	ck_assert_uint_eq(row.secret.length, 32);
	return row.secret.bytes[31];
}

START_TEST(what_is_kept_is_found_with_all_that_belongs_to_it)
{
	struct reader_row row = {
		.secret = {.length = 3, .bytes = "abc"}, .groups_length = 6, .groups = "a\0bcd"};
	enum reader_finding finding;
	struct reader_row found;

	sqlite_cache_keep(cache, OCTETS("alice"), &space, READER_FINDING_DISABLED, &row);
	ck_assert(sqlite_cache_find(cache, OCTETS("alice"), &space, &finding, &found));
	ck_assert_int_eq(finding, READER_FINDING_DISABLED);
	ck_assert_uint_eq(found.secret.length, 3);
	ck_assert_mem_eq(found.secret.bytes, "abc", 3);
	ck_assert_uint_eq(found.groups_length, 6);
	ck_assert_mem_eq(found.groups, "a\0bcd", 6);
}
END_TEST

START_TEST(nobody_else_is_found)
{
	struct digest_space other = space;

	keep(OCTETS("alice"), 's', 0);
	ck_assert_int_eq(find(OCTETS("alice"), &space), 's');
	ck_assert_int_eq(find(OCTETS("alic"), &space), '\0');
	ck_assert_int_eq(find(OCTETS("aliceExample"),
			      &(struct digest_space){
				      .algorithm = space.algorithm,
				      .realm = OCTETS(""),
			      }),
			 '\0');
	other.algorithm = DIGEST_ALGORITHM_MD5;
	ck_assert_int_eq(find(OCTETS("alice"), &other), '\0');
	other = space;
	other.realm = OCTETS("Other");
	ck_assert_int_eq(find(OCTETS("alice"), &other), '\0');
}
END_TEST

START_TEST(the_newest_counts)
{
	keep(OCTETS("alice"), 'o', 0);
	keep(OCTETS("alice"), 'n', 0);
	ck_assert_int_eq(find(OCTETS("alice"), &space), 'n');
}
END_TEST

START_TEST(ten_thousand_users_are_kept_at_once)
{
	for (unsigned int i = 0; i < 10000; i++)
		keep(user(i), (char)(1 + i % 100), 0);
	for (unsigned int i = 0; i < 10000; i++)
		ck_assert_msg(find(user(i), &space) == (char)(1 + i % 100), "user %u", i);
}
END_TEST

START_TEST(the_oldest_goes_when_all_is_full)
{
	for (unsigned int i = 0; i < CACHE_ENTRIES; i++)
		keep(user(i), 's', 0);
	ck_assert_int_eq(find(user(0), &space), 's');
	keep(OCTETS("new"), 'n', 0);
	ck_assert_int_eq(find(user(0), &space), '\0');
	ck_assert_int_eq(find(user(1), &space), 's');
	ck_assert_int_eq(find(OCTETS("new"), &space), 'n');
}
END_TEST

/* Each one in the place of the one before, so that entries lead round in a circle. */
START_TEST(a_search_ends_whatever_the_entries_lead_to)
{
	for (unsigned int i = 0; i < 3 * CACHE_ENTRIES; i++)
		keep(OCTETS("alice"), 's', 0);
	ck_assert_int_eq(find(OCTETS("alice"), &space), 's');
	for (unsigned int i = 0; i < 2 * CACHE_ENTRIES + 5; i++)
		keep(user(i), 's', 0);
	ck_assert_int_eq(find(OCTETS("alice"), &space), '\0');
	for (unsigned int i = 0; i < CACHE_ENTRIES; i++)
		find(user(i), &space);
	ck_assert_int_eq(find(user(2 * CACHE_ENTRIES + 4), &space), 's');
}
END_TEST

START_TEST(who_has_too_much_is_not_kept)
{
	const size_t room = CACHE_TEXT_MAX - strlen("alice") - space.realm.length - 32;

	keep(OCTETS("alice"), 's', room + 1);
	ck_assert_int_eq(find(OCTETS("alice"), &space), '\0');
	keep(OCTETS("alice"), 's', room);
	ck_assert_int_eq(find(OCTETS("alice"), &space), 's');
}
END_TEST

START_TEST(wiping_leaves_nothing)
{
	static const struct sqlite_cache empty;

	for (unsigned int i = 0; i < CACHE_ENTRIES / 2; i++)
		keep(user(i), 's', 100);
	sqlite_cache_wipe(cache);
	ck_assert(memcmp(cache, &empty, sizeof(empty)) == 0);
	for (unsigned int i = 0; i < CACHE_ENTRIES + 5; i++)
		keep(user(i), 's', 100);
	sqlite_cache_wipe(cache);
	ck_assert(memcmp(cache, &empty, sizeof(empty)) == 0);
	ck_assert_int_eq(find(user(0), &space), '\0');
}
END_TEST

Suite *sqlite_cache_suite(void)
{
	Suite *suite = suite_create("sqlite_cache");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, what_is_kept_is_found_with_all_that_belongs_to_it);
	tcase_add_test(all, nobody_else_is_found);
	tcase_add_test(all, the_newest_counts);
	tcase_add_test(all, ten_thousand_users_are_kept_at_once);
	tcase_add_test(all, the_oldest_goes_when_all_is_full);
	tcase_add_test(all, a_search_ends_whatever_the_entries_lead_to);
	tcase_add_test(all, who_has_too_much_is_not_kept);
	tcase_add_test(all, wiping_leaves_nothing);
	suite_add_tcase(suite, all);
	return suite;
}
