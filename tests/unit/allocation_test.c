/* Memory of postern/memory.h: zeroed, never NULL, and without it the process ends. */
#include "postern/memory.h"

#include <check.h>
#include <malloc.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

Suite *allocation_suite(void);

/* Has AddressSanitizer fail as the C library does, and not end the process by itself. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

START_TEST(taken_memory_is_zeroed)
{
	static const char zeroes[30];
	char *memory = memory_take(3, 10);

	ck_assert_mem_eq(memory, zeroes, 30);
	free(memory);
}
END_TEST

START_TEST(memory_for_nothing_is_there)
{
	void *memory = memory_take(0, 10);

	ck_assert_ptr_nonnull(memory);
	free(memory);
}
END_TEST

START_TEST(there_is_always_room_for_one_more)
{
	int *numbers = NULL;

	for (int i = 0; i < 100; i++) {
		numbers = memory_make_room(numbers, (size_t)i, sizeof(*numbers));
		ck_assert_uint_ge(malloc_usable_size(numbers), ((size_t)i + 1) * sizeof(*numbers));
		numbers[i] = i;
	}
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(numbers[i], i);
	free(numbers);
}
END_TEST

START_TEST(grown_memory_keeps_what_it_held)
{
	int *numbers = memory_grow(NULL, 1, sizeof(*numbers));

	numbers[0] = 17;
	numbers = memory_grow(numbers, 1000, sizeof(*numbers));
	numbers[999] = 18;
	ck_assert_int_eq(numbers[0], 17);
	free(numbers);
}
END_TEST

START_TEST(a_copy_of_octets_ends_with_a_nul)
{
	static const struct {
		const char *label;
		struct octets text;
	} rows[] = {
		{"plain", OCTETS("alice")},
		{"a part", {"alice", 2}},
		{"a NUL within", OCTETS("al\0ice")},
		{"empty", OCTETS("")},
		{"absent", {0}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *copy = memory_copy_text(rows[i].text);
		struct octets copied = {.data = copy, .length = rows[i].text.length};

		ck_assert_msg(octets_equal(copied, rows[i].text), "%s", rows[i].label);
		ck_assert_msg(copy[rows[i].text.length] == '\0', "%s", rows[i].label);
		free(copy);
	}
}
END_TEST

START_TEST(too_much_to_take_ends_the_process)
{
	memory_take(SIZE_MAX / 2, 4);
}
END_TEST

START_TEST(too_much_to_grow_ends_the_process)
{
	memory_grow(NULL, SIZE_MAX / 2, 4);
}
END_TEST

START_TEST(a_text_of_any_length_is_formatted)
{
	char *text = memory_format("%s %d%1000s", "line", 7, "");

	ck_assert_int_eq(strncmp(text, "line 7  ", 8), 0);
	ck_assert_uint_eq(strlen(text), 1006);
	free(text);
}
END_TEST

Suite *allocation_suite(void)
{
	Suite *suite = suite_create("allocation");
	TCase *tests = tcase_create("allocation");

	tcase_add_test(tests, taken_memory_is_zeroed);
	tcase_add_test(tests, memory_for_nothing_is_there);
	tcase_add_test(tests, grown_memory_keeps_what_it_held);
	tcase_add_test(tests, there_is_always_room_for_one_more);
	tcase_add_test(tests, a_copy_of_octets_ends_with_a_nul);
	tcase_add_test(tests, a_text_of_any_length_is_formatted);
	tcase_add_test_raise_signal(tests, too_much_to_take_ends_the_process, SIGABRT);
	tcase_add_test_raise_signal(tests, too_much_to_grow_ends_the_process, SIGABRT);
	suite_add_tcase(suite, tests);
	return suite;
}
