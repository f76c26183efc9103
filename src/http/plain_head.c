/* Reads the head of a plain request, and nothing that is not entirely plain. */
#include "http/plain_head.h"

#include "http/field_value.h"
#include "http/head_bytes.h"
#include "http/target.h"

#include <assert.h>

static_assert(PLAIN_HEAD_MAX <= TARGET_MAX, "no target is too long");

/* RFC 9112 section 2.2: it ends with CRLF, and there is neither of them within it. */
static bool plain_head_take_line(struct octets *rest, struct octets *line)
{
	const char *end = memchr(rest->data, '\r', rest->length);

	if (!end || rest->length - (size_t)(end - rest->data) < strlen("\r\n") || end[1] != '\n')
		return false;
	*line = (struct octets){.data = rest->data, .length = (size_t)(end - rest->data)};
	*rest = octets_skip(*rest, line->length + strlen("\r\n"));
	return true;
}

static bool plain_head_cut(struct octets *rest, char separator, struct octets *part)
{
	const char *end = memchr(rest->data, separator, rest->length);

	if (!end)
		return false;
	*part = (struct octets){.data = rest->data, .length = (size_t)(end - rest->data)};
	*rest = octets_skip(*rest, part->length + 1);
	return true;
}

static bool plain_head_read_line(struct plain_head *plain, struct octets line)
{
	if (!plain_head_cut(&line, ' ', &plain->method) ||
	    !plain_head_cut(&line, ' ', &plain->target))
		return false;
	plain->version = line;
	return (octets_equal(plain->method, OCTETS("GET")) ||
		octets_equal(plain->method, OCTETS("HEAD"))) &&
	       plain->target.length > 0 && plain->target.data[0] == '/' &&
	       head_is_visible(plain->target) && octets_equal(plain->version, OCTETS("HTTP/1.1"));
}

static bool plain_head_is(const struct field *field, struct octets name)
{
	return octets_equal_ignoring_case(field->name, name);
}

/* False where the field says that there is a body, or what is to become of the connection, or is
 * there twice and must not. */
static bool plain_head_note(struct plain_head *plain, const struct field *field,
			    unsigned int *hosts)
{
	struct octets value = octets_trim(field->value);

	switch (field->name.length) {
	case sizeof("Host") - 1:
		if (!plain_head_is(field, OCTETS("Host")))
			return true;
		(*hosts)++;
		return head_is_host(value);
	case sizeof("Expect") - 1:
		return !plain_head_is(field, OCTETS("Expect"));
	case sizeof("Upgrade") - 1:
		return !plain_head_is(field, OCTETS("Upgrade"));
	case sizeof("Connection") - 1:
		return !plain_head_is(field, OCTETS("Connection")) ||
		       octets_equal_ignoring_case(value, OCTETS("keep-alive"));
	case sizeof("Authorization") - 1:
		if (!plain_head_is(field, OCTETS("Authorization")))
			return true;
		if (plain->head.authorization.data)
			return false;
		plain->head.authorization = value;
		return true;
	case sizeof("Content-Length") - 1:
		return !plain_head_is(field, OCTETS("Content-Length"));
	case sizeof("Transfer-Encoding") - 1:
		return !plain_head_is(field, OCTETS("Transfer-Encoding"));
	default:
		return true;
	}
}

static bool plain_head_read_field(struct field *field, struct octets line)
{
	if (!plain_head_cut(&line, ':', &field->name) || !head_is_token(field->name))
		return false;
	while (line.length > 0 && (line.data[0] == ' ' || line.data[0] == '\t'))
		line = octets_skip(line, 1);
	field->value = line;
	return field_value_valid(line);
}

bool plain_head_read(struct plain_head *plain, struct octets octets)
{
	struct octets rest = octets;
	unsigned int hosts = 0;
	struct octets line;

	plain->head = (struct head){.authorization = {NULL, 0}};
	plain->field_count = 0;
	if (!plain_head_take_line(&rest, &line) || !plain_head_read_line(plain, line))
		return false;
	while (plain_head_take_line(&rest, &line)) {
		struct field *field = &plain->fields[plain->field_count];

		if (line.length == 0) {
			plain->head.length = octets.length - rest.length;
			return hosts == 1;
		}
		if (plain->field_count == PLAIN_HEAD_FIELDS_MAX ||
		    !plain_head_read_field(field, line) || !plain_head_note(plain, field, &hosts))
			return false;
		plain->field_count++;
	}
	return false;
}
