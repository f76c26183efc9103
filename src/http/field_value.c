/* Looks at eight octets at a time: values are long, and nearly always plain text. */
#include "http/field_value.h"

#include <stdint.h>

#define FIELD_VALUE_ONES UINT64_C(0x0101010101010101)
#define FIELD_VALUE_TOPS UINT64_C(0x8080808080808080)

/* Whether one of the eight is below the limit, which is at most 0x80: the subtraction borrows from
 * the top bit of the first that is. */
static bool field_value_below(uint64_t eight, unsigned char limit)
{
	return ((eight - FIELD_VALUE_ONES * limit) & ~eight & FIELD_VALUE_TOPS) != 0;
}

static bool field_value_plain(const char *text)
{
	uint64_t eight;

	memcpy(&eight, text, sizeof(eight));
	return !field_value_below(eight, ' ') &&
	       !field_value_below(eight ^ FIELD_VALUE_ONES * 0x7f, 1);
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
