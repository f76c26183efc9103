/* Looks at sixteen octets at a time: values are long. */
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

bool field_value_valid(struct octets value)
{
	const field_value_block none = {0};
	field_value_block controls = none;
	char last[FIELD_VALUE_BLOCK];

	for (; value.length >= sizeof(last); value = octets_skip(value, sizeof(last)))
		controls |= field_value_controls(value.data);
	memset(last, ' ', sizeof(last));
	memcpy(last, value.data, value.length);
	controls |= field_value_controls(last);
	return memcmp(&controls, &none, sizeof(none)) == 0;
}
