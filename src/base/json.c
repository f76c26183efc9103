/* Writes texts as JSON, in which every text is well-formed UTF-8 on one line. */
#include "base/json.h"

#include <unistr.h>

#define JSON_REPLACEMENT 0xfffd

static void json_write_character(FILE *file, ucs4_t character, struct octets bytes)
{
	if (character == '"' || character == '\\')
		fprintf(file, "\\%c", (char)character);
	else if (character < 0x20 || (character >= 0x7f && character < 0xa0) ||
		 character == JSON_REPLACEMENT)
		fprintf(file, "\\u%04x", (unsigned int)character);
	else
		fwrite(bytes.data, 1, bytes.length, file);
}

void json_write_text(FILE *file, struct octets text)
{
	if (!text.data) {
		fputs("null", file);
		return;
	}
	putc('"', file);
	while (text.length > 0) {
		ucs4_t character;
		/* What is no character comes as one byte and U+FFFD. */
		int length = u8_mbtouc(&character, (const uint8_t *)text.data, text.length);

		json_write_character(file, character, (struct octets){text.data, (size_t)length});
		text = octets_skip(text, (size_t)length);
	}
	putc('"', file);
}
