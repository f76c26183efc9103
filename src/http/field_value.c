/* Looks at sixteen octets at a time where there are so many: most values are long. */
#include "http/field_value.h"

#include <stdint.h>

#define FIELD_VALUE_BLOCK 16 /* octets */

typedef uint8_t field_value_block __attribute__((vector_size(FIELD_VALUE_BLOCK)));

/* Not 0 where there is a control character. */
static field_value_block field_value_controls(const char *text)
{
	field_value_block block;

	memcpy(&block, text, sizeof(block));
	return (field_value_block)(((block < ' ') & (block != '\t')) | (block == 0x7f));
}

/* There is no block before it to overlap, and copying it into one would take longer. */
static bool field_value_short_valid(struct octets value)
{
	for (size_t i = 0; i < value.length; i++) {
		unsigned char octet = (unsigned char)value.data[i];

		if ((octet < ' ' && octet != '\t') || octet == 0x7f)
			return false;
	}
	return true;
}

bool field_value_valid(struct octets value)
{
	const field_value_block none = {0};
	field_value_block controls = none;
	struct octets last;

	if (value.length < FIELD_VALUE_BLOCK)
		return field_value_short_valid(value);
	/* It overlaps the one before. */
	last = octets_skip(value, value.length - FIELD_VALUE_BLOCK);
	for (; value.length > FIELD_VALUE_BLOCK; value = octets_skip(value, FIELD_VALUE_BLOCK))
		controls |= field_value_controls(value.data);
	controls |= field_value_controls(last.data);
	return memcmp(&controls, &none, sizeof(none)) == 0;
}
