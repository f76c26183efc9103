/* Writes texts as JSON, in which every text is well-formed UTF-8 on one line. */
#include "base/json.h"

#include <unictype.h>
#include <unistr.h>

/* Control characters, what some programs take for the end of a line, and what turns writing round
 * in a terminal. */
static bool json_disturbs_line(ucs4_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0) || character == 0x2028 ||
	       character == 0x2029 || uc_is_property_bidi_control(character);
}

size_t json_escape(struct octets text, char piece[static JSON_PIECE_MAX], size_t *length)
{
	ucs4_t character;
	int taken = u8_mbtoucr(&character, (const uint8_t *)text.data, text.length);

	if (taken < 0) {
		*length = (size_t)sprintf(piece, "\\ufffd");
		return 1;
	}
	if (character == '"' || character == '\\') {
		*length = (size_t)sprintf(piece, "\\%c", (char)character);
	} else if (json_disturbs_line(character)) {
		*length = (size_t)sprintf(piece, "\\u%04x", (unsigned int)character);
	} else {
		*length = (size_t)taken;
		memcpy(piece, text.data, *length);
	}
	return (size_t)taken;
}

void json_write_text(FILE *file, struct octets text)
{
	if (!text.data) {
		fputs("null", file);
		return;
	}
	putc('"', file);
	while (text.length > 0) {
		char piece[JSON_PIECE_MAX];
		size_t length;

		text = octets_skip(text, json_escape(text, piece, &length));
		fwrite(piece, 1, length, file);
	}
	putc('"', file);
}
