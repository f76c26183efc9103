/* Escapes text for HTML, and says of pages that they are some. */
#include "html.h"

#include <unistr.h>

/* Terminals, or the writing direction: U+202E would show "gnp.exe" behind it as "exe.png". */
static bool html_controls(ucs4_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
	       (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069);
}

/* What stands for a character in HTML; NULL: it does itself. */
static const char *html_entity(ucs4_t character)
{
	switch (character) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return html_controls(character) ? "\uFFFD" : NULL;
}

void html_escape(struct octets text, char escaped[static HTML_ESCAPED_MAX])
{
	char *end = escaped;

	for (size_t at = 0; at < text.length;) {
		ucs4_t character = 0;
		int length =
			u8_mbtoucr(&character, (const uint8_t *)text.data + at, text.length - at);
		size_t size = length > 0 ? (size_t)length : 1;
		const char *entity = html_entity(length > 0 ? character : 0);

		if (at + size > HTML_TEXT_MAX) {
			end = stpcpy(end, "…");
			break;
		}
		end = entity ? stpcpy(end, entity) : mempcpy(end, text.data + at, size);
		at += size;
	}
	*end = '\0';
}

void html_describe(struct response *response, const char *policy)
{
	response_add_header(response, "Content-Type", "text/html; charset=utf-8");
	response_add_header(response, "X-Content-Type-Options", "nosniff");
	response_add_header(response, "Content-Security-Policy", "%s", policy);
}
