/* Octets: bytes with a length, taken apart. */
#include "postern/octets.h"

#include "postern/octets_parts.h"

#include <check.h>

Suite *octets_suite(void);

#define ELEMENTS_MAX 4

START_TEST(a_list_is_taken_apart_to_its_last_element)
{
	static const struct {
		const char *list; /* NULL: absent */
		size_t count;
		const char *elements[ELEMENTS_MAX];
	} rows[] = {
		{"a", 1, {"a"}},      {"a,b", 2, {"a", "b"}}, {"a,,b", 3, {"a", "", "b"}},
		{",a", 2, {"", "a"}}, {"a,", 2, {"a", ""}},   {"", 1, {""}},
		{NULL, 0, {NULL}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct octets list = octets_from(rows[i].list);
		struct octets element;

		for (size_t k = 0; k < rows[i].count; k++) {
			ck_assert_msg(octets_next(&list, ',', &element), "%s", rows[i].list);
			ck_assert_msg(octets_equal(element, octets_from(rows[i].elements[k])),
				      "%s: element %zu", rows[i].list, k);
		}
		ck_assert_msg(!octets_next(&list, ',', &element), "%s", rows[i].list);
	}
}
END_TEST

START_TEST(what_stands_before_a_byte_is_cut)
{
	static const struct {
		const char *text;
		const char *part;
		const char *left;
		bool there; /* so that it can be cut */
	} rows[] = {
		{"name:rest:", "name", "rest:", true}, {":rest", "", "rest", true},
		{"name:", "name", "", true},           {"name", "untouched", "name", false},
		{"", "untouched", "", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct octets cut = octets_from(rows[i].text);
		struct octets part = OCTETS("untouched");

		ck_assert_msg(octets_cut(&cut, ':', &part) == rows[i].there, "%s", rows[i].text);
		ck_assert_msg(octets_equal(cut, octets_from(rows[i].left)), "%s", rows[i].text);
		ck_assert_msg(octets_equal(part, octets_from(rows[i].part)), "%s", rows[i].text);
	}
}
END_TEST

START_TEST(octets_are_compared_beyond_a_nul)
{
	ck_assert(octets_equal_ignoring_case(OCTETS("a\0b"), OCTETS("A\0B")));
	ck_assert(!octets_equal_ignoring_case(OCTETS("a\0b"), OCTETS("a\0c")));
	ck_assert(!octets_begin_ignoring_case(OCTETS("a\0b\0"), OCTETS("a\0c")));
}
END_TEST

START_TEST(only_letters_are_equal_in_another_case)
{
	static const struct {
		const char *one;
		const char *other;
		bool equal;
	} rows[] = {
		{"", "", true},
		{"nonce", "nonce", true},
		{"nonce", "NONCE", true},
		{"Nonce", "nonce", true},
		{"nonce", "noncE", true},
		{"nonce", "realm", false},
		{"nonce", "noncf", false},
		{"nonce", "nonc", false},
		{"@a", "`a", false},
		{"[", "{", false},
		{"a@", "a`", false},
		{"A", "a", true},
		{"Z", "z", true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(octets_equal_ignoring_case(octets_from(rows[i].one),
							 octets_from(rows[i].other)) ==
				      rows[i].equal,
			      "'%s' and '%s'", rows[i].one, rows[i].other);
}
END_TEST

Suite *octets_suite(void)
{
	Suite *suite = suite_create("octets");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_list_is_taken_apart_to_its_last_element);
	tcase_add_test(all, octets_are_compared_beyond_a_nul);
	tcase_add_test(all, only_letters_are_equal_in_another_case);
	tcase_add_test(all, what_stands_before_a_byte_is_cut);
	suite_add_tcase(suite, all);
	return suite;
}
