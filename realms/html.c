/* Escapes text for HTML, and makes representations of pages. */
#include "html.h"

#include "representation.h"
#include "selection.h"

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

/* Nearly all that names are made of: it does itself, and is not looked at twice. */
static bool html_is_plain(char byte)
{
	return (byte >= '?' && byte < 0x7f) || (byte >= '(' && byte <= ';') || byte == ' ';
}

/* How many bytes the first character has, and what stands for it. */
static size_t html_look_at(struct octets text, const char **entity)
{
	ucs4_t character = 0;
	int length = u8_mbtoucr(&character, (const uint8_t *)text.data, text.length);

	*entity = html_entity(length > 0 ? character : 0);
	return length > 0 ? (size_t)length : 1;
}

char *html_escape(struct octets text, char escaped[static HTML_ESCAPED_MAX])
{
	char *end = escaped;

	for (size_t at = 0; at < text.length;) {
		const char *entity;
		size_t size;

		if (at < HTML_TEXT_MAX && html_is_plain(text.data[at])) {
			*end++ = text.data[at++];
			continue;
		}
		size = html_look_at(octets_skip(text, at), &entity);
		if (at + size > HTML_TEXT_MAX) {
			end = stpcpy(end, "…");
			break;
		}
		end = entity ? stpcpy(end, entity) : mempcpy(end, text.data + at, size);
		at += size;
	}
	*end = '\0';
	return end;
}

void html_send(struct octets page, const char *policy, const struct request *request,
	       struct response *response)
{
	struct representation representation = {
		.descriptor = -1,
		.text = page,
		.size = page.length,
		.type = "text/html",
		.policy = policy,
	};
	struct selection selection;

	validator_init_text(&representation.validator, page);
	selection_init(&selection, &representation, request);
	representation_send(&representation, &selection, request, response);
}
