/* Arenas: aligned, bounded, and wiped as a whole. */
#include "postern/arena.h"

#include <check.h>
#include <stdint.h>
#include <string.h>

Suite *arena_suite(void);

#define ALIGNMENT _Alignof(max_align_t)

START_TEST(what_is_taken_is_aligned_whatever_was_taken_before)
{
	_Alignas(max_align_t) char memory[256];
	struct arena arena = {.memory = memory + 1, .size = sizeof(memory) - 1};

	for (size_t size = 0; size < 8; size++) {
		void *taken = arena_take(&arena, size);

		ck_assert_ptr_nonnull(taken);
		ck_assert_uint_eq((uintptr_t)taken % ALIGNMENT, 0);
	}
}
END_TEST

START_TEST(pieces_do_not_overlap)
{
	_Alignas(max_align_t) char memory[4 * ALIGNMENT];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};

	ck_assert_ptr_eq(arena_take(&arena, ALIGNMENT + 1), memory);
	ck_assert_ptr_eq(arena_take(&arena, 2), memory + 2 * ALIGNMENT);
	ck_assert_ptr_eq(arena_take(&arena, 1), memory + 3 * ALIGNMENT);
}
END_TEST

START_TEST(a_full_arena_gives_nothing_and_stays_as_it_is)
{
	_Alignas(max_align_t) char memory[2 * ALIGNMENT];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};

	ck_assert_ptr_nonnull(arena_take(&arena, ALIGNMENT + 1));
	ck_assert_ptr_null(arena_take(&arena, 1));
	ck_assert_ptr_null(arena_take(&arena, SIZE_MAX));
	ck_assert_uint_eq(arena.used, ALIGNMENT + 1);
}
END_TEST

START_TEST(alignment_needs_room_as_well)
{
	_Alignas(max_align_t) char memory[2 * ALIGNMENT];
	struct arena arena = {.memory = memory, .size = ALIGNMENT};

	ck_assert_ptr_nonnull(arena_take(&arena, 1));
	ck_assert_ptr_null(arena_take(&arena, 1));
	arena.size = ALIGNMENT - 1;
	ck_assert_ptr_null(arena_take(&arena, 0));
}
END_TEST

START_TEST(the_last_byte_can_be_taken)
{
	_Alignas(max_align_t) char memory[ALIGNMENT];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};

	ck_assert_ptr_nonnull(arena_take(&arena, sizeof(memory)));
	ck_assert_ptr_null(arena_take(&arena, 1));
}
END_TEST

START_TEST(wiping_overwrites_what_was_taken_and_gives_it_back)
{
	static const char zeros[8];
	_Alignas(max_align_t) char memory[2 * ALIGNMENT];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	char *secret = arena_take(&arena, sizeof(zeros));

	memset(secret, 's', sizeof(zeros));
	arena_wipe(&arena);
	ck_assert_mem_eq(secret, zeros, sizeof(zeros));
	ck_assert_ptr_eq(arena_take(&arena, sizeof(memory)), secret);
}
END_TEST

Suite *arena_suite(void)
{
	Suite *suite = suite_create("arena");
	TCase *tests = tcase_create("arena");

	tcase_add_test(tests, what_is_taken_is_aligned_whatever_was_taken_before);
	tcase_add_test(tests, pieces_do_not_overlap);
	tcase_add_test(tests, a_full_arena_gives_nothing_and_stays_as_it_is);
	tcase_add_test(tests, alignment_needs_room_as_well);
	tcase_add_test(tests, the_last_byte_can_be_taken);
	tcase_add_test(tests, wiping_overwrites_what_was_taken_and_gives_it_back);
	suite_add_tcase(suite, tests);
	return suite;
}
