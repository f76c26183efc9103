/* Values of fields: a control character is found wherever it stands. */
#include "http/field_value.h"

#include <check.h>

Suite *field_value_suite(void);

START_TEST(control_characters_are_found_at_each_place)
{
	static const unsigned char others[] = {'\t', ' ', '!', '~', 0x80, 0xff};
	char text[37];

	for (unsigned int octet = 0; octet <= 0xff; octet++) {
		bool valid = (octet >= ' ' && octet != 0x7f) || octet == '\t';

		for (size_t i = 0; i < sizeof(text) * sizeof(others); i++) {
			size_t place = i % sizeof(text);

			memset(text, others[i / sizeof(text)], sizeof(text));
			text[place] = (char)octet;
			ck_assert_msg(
				field_value_valid((struct octets){text, sizeof(text)}) == valid,
				"%02x at %zu of %02x", octet, place, others[i / sizeof(text)]);
			/* What stands behind the value is none of it. */
			ck_assert_msg(field_value_valid((struct octets){text, place}),
				      "%02x behind %zu of %02x", octet, place,
				      others[i / sizeof(text)]);
		}
	}
}
END_TEST

Suite *field_value_suite(void)
{
	Suite *suite = suite_create("field_value");
	TCase *all = tcase_create("all");

	tcase_add_test(all, control_characters_are_found_at_each_place);
	suite_add_tcase(suite, all);
	return suite;
}
