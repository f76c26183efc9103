/* Takes lists of entity tags apart, and compares tags. */
#include "entity_tag.h"

static bool entity_tag_is_weak(struct octets tag)
{
	return tag.length >= 2 && tag.data[0] == 'W' && tag.data[1] == '/';
}

static size_t entity_tag_span(struct octets text, const char *bytes)
{
	size_t length = 0;

	while (length < text.length && text.data[length] != '\0' &&
	       strchr(bytes, text.data[length]))
		length++;
	return length;
}

/* The length of the tag at the beginning; 0 when there is none. */
static size_t entity_tag_length(struct octets text)
{
	size_t start = entity_tag_is_weak(text) ? 2 : 0;
	const char *end;

	if (start >= text.length || text.data[start] != '"')
		return 0;
	start++;
	end = memchr(text.data + start, '"', text.length - start);
	if (!end)
		return 0;
	for (const char *byte = text.data + start; byte < end; byte++)
		if ((unsigned char)*byte <= ' ' || *byte == 0x7f)
			return 0;
	return (size_t)(end + 1 - text.data);
}

bool entity_tag_next(struct octets *list, struct octets *tag)
{
	/* Empty elements are nothing (RFC 9110 section 5.6.1). */
	struct octets rest = octets_skip(*list, entity_tag_span(*list, " \t,"));
	size_t length = entity_tag_length(rest);

	if (length == 0)
		return false;
	*tag = (struct octets){.data = rest.data, .length = length};
	*list = octets_skip(rest, length);
	rest = octets_skip(*list, entity_tag_span(*list, " \t"));
	return rest.length == 0 || rest.data[0] == ',';
}

bool entity_tag_equal_strongly(struct octets a, struct octets b)
{
	return !entity_tag_is_weak(a) && octets_equal(a, b);
}

bool entity_tag_equal_weakly(struct octets a, struct octets b)
{
	if (entity_tag_is_weak(a))
		a = octets_skip(a, 2);
	if (entity_tag_is_weak(b))
		b = octets_skip(b, 2);
	return octets_equal(a, b);
}
