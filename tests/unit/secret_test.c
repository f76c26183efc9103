/* Secrets: random, wiped, and compared without telling where they differ. */
#include "postern/secret.h"

#include <check.h>

Suite *secret_suite(void);

START_TEST(random_bytes_fill_exactly_the_memory)
{
	static const char zeroes[32];
	char bytes[2 + 32 + 2] = "";
	char others[32];

	secret_random(bytes + 2, 32);
	secret_random(others, 32);
	ck_assert_mem_ne(bytes + 2, zeroes, 32);
	ck_assert_mem_ne(bytes + 2, others, 32);
	ck_assert_mem_eq(bytes, zeroes, 2);
	ck_assert_mem_eq(bytes + 34, zeroes, 2);
}
END_TEST

START_TEST(wiping_overwrites_exactly_the_secret)
{
	char text[] = "a secret b";

	secret_wipe(text + 2, 6);
	ck_assert_mem_eq(text, "a \0\0\0\0\0\0 b", sizeof(text));
}
END_TEST

START_TEST(wiping_nothing_is_fine)
{
	secret_wipe(NULL, 0);
}
END_TEST

#define ABSENT ((struct octets){0})

START_TEST(only_the_same_octets_are_equal)
{
	static const char same[] = "secret";
	const struct {
		const char *label;
		struct octets presented;
		struct octets stored;
		bool equal;
	} rows[] = {
		{"the same", OCTETS("secret"), {same, 6}, true},
		{"the first byte differs", OCTETS("Secret"), OCTETS("secret"), false},
		{"the last byte differs", OCTETS("secreT"), OCTETS("secret"), false},
		{"a beginning", OCTETS("secre"), OCTETS("secret"), false},
		{"something behind", OCTETS("secrets"), OCTETS("secret"), false},
		{"a NUL behind", OCTETS("secret\0"), OCTETS("secret"), false},
		{"a difference behind a NUL", OCTETS("a\0b"), OCTETS("a\0c"), false},
		{"both empty", OCTETS(""), OCTETS(""), true},
		{"empty presented", OCTETS(""), OCTETS("secret"), false},
		{"empty stored", OCTETS("secret"), OCTETS(""), false},
		{"absent presented", ABSENT, OCTETS(""), false},
		{"absent stored", OCTETS(""), ABSENT, false},
		{"both absent", ABSENT, ABSENT, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(secret_equal(rows[i].presented, rows[i].stored) == rows[i].equal,
			      "%s", rows[i].label);
}
END_TEST

Suite *secret_suite(void)
{
	Suite *suite = suite_create("secret");
	TCase *tests = tcase_create("secret");

	tcase_add_test(tests, random_bytes_fill_exactly_the_memory);
	tcase_add_test(tests, wiping_overwrites_exactly_the_secret);
	tcase_add_test(tests, wiping_nothing_is_fine);
	tcase_add_test(tests, only_the_same_octets_are_equal);
	suite_add_tcase(suite, tests);
	return suite;
}
