/* Looks characters up in the categories of Unicode. */
#include "base/printable.h"

#include <stdio.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#define PRINTABLE_NOT                                                                              \
	(UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp)

/* The length of the first character; 0: it cannot be shown. */
static size_t printable_length(struct octets text)
{
	unsigned char first = (unsigned char)text.data[0];
	ucs4_t character;
	int length;

	if (first < 0x80)
		return first >= 0x20 && first < 0x7f ? 1 : 0;
	length = u8_mbtoucr(&character, (const uint8_t *)text.data, text.length);
	if (length < 0 || uc_is_general_category_withtable(character, PRINTABLE_NOT))
		return 0;
	return (size_t)length;
}

size_t printable_take(struct octets *text, char shown[static PRINTABLE_SIZE])
{
	size_t length = printable_length(*text);
	unsigned char first = (unsigned char)text->data[0];

	if (length > 0)
		memcpy(shown, text->data, length);
	*text = octets_skip(*text, length > 0 ? length : 1);
	return length > 0 ? length : (size_t)snprintf(shown, PRINTABLE_SIZE, "\\x%02x", first);
}
