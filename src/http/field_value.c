/* Looks at eight octets at a time: values are long, and nearly always plain text. */
#include "http/field_value.h"

#include <stdint.h>

#define FIELD_VALUE_ONES UINT64_C(0x0101010101010101)
#define FIELD_VALUE_TOPS UINT64_C(0x8080808080808080)

/* Whether none of the eight is a control character: the first one that is below ' ', or equal to
 * 0x7f, is below what is subtracted, which borrows from its top bit. */
static bool field_value_plain(const char *text)
{
	uint64_t eight;

	memcpy(&eight, text, sizeof(eight));
	return (((eight - FIELD_VALUE_ONES * ' ') |
		 ((eight ^ FIELD_VALUE_ONES * 0x7f) - FIELD_VALUE_ONES)) &
		~eight & FIELD_VALUE_TOPS) == 0;
}

static bool field_value_octet(unsigned char octet)
{
	return (octet >= ' ' && octet != 0x7f) || octet == '\t';
}

bool field_value_valid(struct octets value)
{
	while (value.length >= 8 && field_value_plain(value.data))
		value = octets_skip(value, 8);
	for (size_t i = 0; i < value.length; i++)
		if (!field_value_octet((unsigned char)value.data[i]))
			return false;
	return true;
}
