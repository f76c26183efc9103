/* A loop keeps much for many realms, and never more than one bound of memory for all of them. */
#include "base/shelf.h"

#include "postern/container.h"
#include "postern/memory.h"

#include <check.h>
#include <stdlib.h>

Suite *shelf_suite(void);

struct book {
	struct shelf_item item;
	size_t *count; /* of those that there are */
};

static void book_destroy(struct shelf_item *item)
{
	struct book *book = container_of(item, struct book, item);

	--*book->count;
	free(book);
}

static struct shelf_item *book_create(uint64_t owner, uint64_t hash, size_t bytes, size_t *count)
{
	struct book *book = memory_take(1, sizeof(*book));

	++*count;
	book->item = (struct shelf_item){
		.owner = owner, .hash = hash, .bytes = bytes, .destroy = book_destroy};
	book->count = count;
	return &book->item;
}

START_TEST(what_is_put_there_is_found_by_its_owner_alone)
{
	struct shelf *shelf = shelf_create();
	size_t count = 0;
	struct shelf_item *item = book_create(1, 2, 100, &count);

	shelf_put(shelf, item);
	ck_assert_ptr_eq(shelf_find(shelf, 1, 2), item);
	ck_assert_ptr_null(shelf_find(shelf, 1, 3));
	ck_assert_ptr_null(shelf_find(shelf, 2, 2));
	/* Of the same place, which it does not share with others. */
	ck_assert_ptr_null(shelf_find(shelf, 2, 1));
	ck_assert_ptr_null(shelf_find(shelf, 1, 2 + SHELF_PLACES));
	shelf_drop(shelf, item);
	ck_assert_ptr_null(shelf_find(shelf, 1, 2));
	ck_assert_uint_eq(count, 0);
	shelf_destroy(shelf);
}
END_TEST

START_TEST(the_newer_one_stays_of_two_in_one_place)
{
	struct shelf *shelf = shelf_create();
	size_t count = 0;

	shelf_put(shelf, book_create(1, 2, 100, &count));
	shelf_put(shelf, book_create(1, 2 + SHELF_PLACES, 100, &count));
	ck_assert_uint_eq(count, 1);
	ck_assert_ptr_null(shelf_find(shelf, 1, 2));
	ck_assert_ptr_nonnull(shelf_find(shelf, 1, 2 + SHELF_PLACES));
	shelf_destroy(shelf);
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(all_owners_have_one_bound_together)
{
	const size_t fit = 8;
	struct shelf *shelf = shelf_create();
	size_t count = 0;

	for (uint64_t owner = 0; owner < 1000; owner++) {
		shelf_put(shelf, book_create(owner << 32, owner, SHELF_BYTES / fit, &count));
		ck_assert_uint_le(count, fit);
		ck_assert_ptr_nonnull(shelf_find(shelf, owner << 32, owner));
	}
	ck_assert_uint_eq(count, fit);
	shelf_destroy(shelf);
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(one_may_fill_it)
{
	struct shelf *shelf = shelf_create();
	size_t count = 0;

	shelf_put(shelf, book_create(1, 1, 1, &count));
	shelf_put(shelf, book_create(1, 2, SHELF_BYTES, &count));
	ck_assert_ptr_nonnull(shelf_find(shelf, 1, 2));
	ck_assert_uint_eq(count, 1);
	shelf_destroy(shelf);
}
END_TEST

/* What who keeps something does for each request. Returns whether it was there. */
static bool shelf_asked(struct shelf *shelf, uint64_t owner, uint64_t hash, size_t bytes,
			size_t *count)
{
	if (shelf_find(shelf, owner, hash))
		return true;
	if (shelf_wants(shelf, owner, hash))
		shelf_put(shelf, book_create(owner, hash, bytes, count));
	return false;
}

START_TEST(what_is_asked_for_twice_is_kept)
{
	struct shelf *shelf = shelf_create();
	size_t count = 0;

	ck_assert(!shelf_wants(shelf, 1, 2));
	ck_assert(shelf_wants(shelf, 1, 2));
	ck_assert(!shelf_wants(shelf, 1, 3));
	ck_assert(!shelf_asked(shelf, 1, 4, 100, &count));
	ck_assert(!shelf_asked(shelf, 1, 4, 100, &count));
	ck_assert(shelf_asked(shelf, 1, 4, 100, &count));
	shelf_destroy(shelf);
}
END_TEST

START_TEST(what_was_asked_for_between_starts_anew)
{
	struct shelf *shelf = shelf_create();
	size_t count = 0;

	shelf_put(shelf, book_create(1, 2, 100, &count));
	ck_assert(!shelf_wants(shelf, 1, 2 + SHELF_PLACES));
	ck_assert(!shelf_wants(shelf, 1, 2 + 2 * SHELF_PLACES));
	ck_assert(!shelf_wants(shelf, 1, 2 + SHELF_PLACES));
	ck_assert_ptr_nonnull(shelf_find(shelf, 1, 2));
	ck_assert(!shelf_wants(shelf, 1, 2 + SHELF_PLACES));
	ck_assert(shelf_wants(shelf, 1, 2 + SHELF_PLACES));
	shelf_destroy(shelf);
}
END_TEST

/* One who asks for ten times as much as there are places, and for each of it once. */
START_TEST(what_a_stranger_asks_for_once_throws_out_nothing)
{
	const size_t others = SHELF_PLACES / 2;
	struct shelf *shelf = shelf_create();
	size_t count = 0;

	for (size_t i = 0; i < others; i++)
		shelf_put(shelf, book_create(1, i, SHELF_BYTES / others, &count));
	for (size_t i = 0; i < 10 * SHELF_PLACES; i++)
		ck_assert(!shelf_asked(shelf, 1, others + i, SHELF_BYTES, &count));
	ck_assert_uint_eq(count, others);
	for (size_t i = 0; i < others; i++)
		ck_assert_ptr_nonnull(shelf_find(shelf, 1, i));
	shelf_destroy(shelf);
}
END_TEST

/* He asks for ten times as much as fits, and for each of it three times. */
START_TEST(what_others_ask_for_meanwhile_stays_when_he_fills_the_shelf)
{
	const size_t fit = 16;
	struct shelf *shelf = shelf_create();
	size_t count = 0;

	shelf_put(shelf, book_create(1, 0, SHELF_BYTES / fit, &count));
	for (size_t i = 1; i < 10 * fit; i++) {
		ck_assert(shelf_asked(shelf, 1, 0, SHELF_BYTES / fit, &count));
		ck_assert(!shelf_asked(shelf, 1, i, SHELF_BYTES / fit, &count));
		ck_assert(!shelf_asked(shelf, 1, i, SHELF_BYTES / fit, &count));
		ck_assert(shelf_asked(shelf, 1, i, SHELF_BYTES / fit, &count));
	}
	ck_assert_uint_eq(count, fit);
	shelf_destroy(shelf);
}
END_TEST

START_TEST(without_a_shelf_nothing_is_found)
{
	ck_assert_ptr_null(shelf_find(NULL, 1, 2));
	ck_assert(!shelf_wants(NULL, 1, 2));
	ck_assert(!shelf_wants(NULL, 1, 2));
}
END_TEST

Suite *shelf_suite(void)
{
	Suite *suite = suite_create("shelf");
	TCase *tests = tcase_create("shelf");

	tcase_add_test(tests, what_is_put_there_is_found_by_its_owner_alone);
	tcase_add_test(tests, the_newer_one_stays_of_two_in_one_place);
	tcase_add_test(tests, all_owners_have_one_bound_together);
	tcase_add_test(tests, one_may_fill_it);
	tcase_add_test(tests, what_is_asked_for_twice_is_kept);
	tcase_add_test(tests, what_was_asked_for_between_starts_anew);
	tcase_add_test(tests, what_a_stranger_asks_for_once_throws_out_nothing);
	tcase_add_test(tests, what_others_ask_for_meanwhile_stays_when_he_fills_the_shelf);
	tcase_add_test(tests, without_a_shelf_nothing_is_found);
	suite_add_tcase(suite, tests);
	return suite;
}
