/* Hexadecimal digits: what is one, and what is an escape of a URI. */
#include "base/hex.h"

#include <check.h>
#include <stdio.h>

Suite *hex_suite(void);

START_TEST(bytes_become_lower_case_digits)
{
	unsigned char bytes[256];
	char text[2 * sizeof(bytes) + 1];
	char expected[3];

	for (unsigned int i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	hex_encode(bytes, sizeof(bytes), text);
	for (unsigned int i = 0; i < sizeof(bytes); i++) {
		sprintf(expected, "%02x", i);
		ck_assert_msg(memcmp(text + 2 * i, expected, 2) == 0, "%02x", i);
	}
	ck_assert_uint_eq(strlen(text), 2 * sizeof(bytes));
	hex_encode(NULL, 0, text);
	ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(only_digits_of_the_right_number_are_decoded)
{
	static const struct {
		const char *label;
		struct octets text;
		bool decoded;
	} rows[] = {
		{"lower case", {"00abff", 6}, true},
		{"upper case", {"00ABFF", 6}, true},
		{"mixed", {"00aBfF", 6}, true},
		{"too short", {"00abf", 5}, false},
		{"too long", {"00abff0", 7}, false},
		{"empty", {"", 0}, false},
		{"a letter behind f", {"00abfg", 6}, false},
		{"a sign", {"+0abff", 6}, false},
		{"a space", {" 0abff", 6}, false},
		{"0x", {"0xabff", 6}, false},
		{"before the digits", {"/0abff", 6}, false},
		{"behind the digits", {":0abff", 6}, false},
		{"before A", {"@0abff", 6}, false},
		{"before a", {"`0abff", 6}, false},
		{"a NUL", {"00ab\0f", 6}, false},
		{"a high byte", {"00ab\xe6g", 6}, false},
	};
	const unsigned char expected[] = {0x00, 0xab, 0xff};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned char bytes[3];
		bool decoded = hex_decode(rows[i].text, bytes, 3);

		ck_assert_msg(decoded == rows[i].decoded, "%s", rows[i].label);
		ck_assert_msg(!decoded || memcmp(bytes, expected, 3) == 0, "%s", rows[i].label);
	}
}
END_TEST

START_TEST(only_a_percent_and_two_digits_are_an_escape)
{
	static const struct {
		const char *label;
		struct octets text;
		int octet; /* -1: it is no escape */
	} rows[] = {
		{"lower case", OCTETS("%2f"), '/'},
		{"upper case", OCTETS("%2F"), '/'},
		{"followed by more", OCTETS("%41%42"), 'A'},
		{"NUL", OCTETS("%00"), 0},
		{"the highest", OCTETS("%ff"), 0xff},
		{"a percent", OCTETS("%25"), '%'},
		{"empty", OCTETS(""), -1},
		{"absent", {0}, -1},
		{"nothing behind", OCTETS("%"), -1},
		{"one digit", OCTETS("%4"), -1},
		{"cut off", {"%41", 2}, -1},
		{"no digit", OCTETS("%4g"), -1},
		{"another sign", OCTETS("$41"), -1},
		{"not at the beginning", OCTETS("a%41"), -1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned char octet = '?';
		bool escape = hex_unescape(rows[i].text, &octet);

		ck_assert_msg((escape ? octet : -1) == rows[i].octet, "%s", rows[i].label);
		ck_assert_msg(escape || octet == '?', "%s", rows[i].label);
	}
}
END_TEST

Suite *hex_suite(void)
{
	Suite *suite = suite_create("hex");
	TCase *tests = tcase_create("hex");

	tcase_add_test(tests, bytes_become_lower_case_digits);
	tcase_add_test(tests, only_digits_of_the_right_number_are_decoded);
	tcase_add_test(tests, only_a_percent_and_two_digits_are_an_escape);
	suite_add_tcase(suite, tests);
	return suite;
}
