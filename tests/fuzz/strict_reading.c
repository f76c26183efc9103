/* Reads heads as the grammar says, part by part. */
#include "strict_reading.h"

#include <assert.h>

/* Cuts what stands before the separator off, and the separator. False: there is none. */
static bool strict_reading_cut(struct octets *rest, const char *separator, struct octets *part)
{
	size_t length = strlen(separator);
	const char *end = memmem(rest->data, rest->length, separator, length);

	if (!end)
		return false;
	*part = (struct octets){rest->data, (size_t)(end - rest->data)};
	*rest = octets_skip(*rest, part->length + length);
	return true;
}

static bool strict_reading_has_control(struct octets text)
{
	for (size_t i = 0; i < text.length; i++)
		if (((unsigned char)text.data[i] < ' ' && text.data[i] != '\t') ||
		    text.data[i] == 0x7f)
			return true;
	return false;
}

static bool strict_reading_is_token(struct octets text)
{
	static const char others[] = "!#$%&'*+-.^_`|~0123456789"
				     "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (size_t i = 0; i < text.length; i++)
		if (!memchr(others, text.data[i], sizeof(others) - 1))
			return false;
	return text.length > 0;
}

static bool strict_reading_read_line(struct strict_reading *reading, struct octets line)
{
	if (strict_reading_has_control(line) || !strict_reading_cut(&line, " ", &reading->method) ||
	    !strict_reading_cut(&line, " ", &reading->target))
		return false;
	reading->version = line;
	return strict_reading_is_token(reading->method) && reading->target.length > 0 &&
	       !memchr(line.data, ' ', line.length);
}

static bool strict_reading_read_field(struct field *field, struct octets line)
{
	if (!strict_reading_cut(&line, ":", &field->name) ||
	    !strict_reading_is_token(field->name) || strict_reading_has_control(line))
		return false;
	field->value = octets_trim(line);
	return true;
}

bool strict_reading_read(struct strict_reading *reading, struct octets text)
{
	const char *begin = text.data;
	struct octets line;

	reading->field_count = 0;
	if (!strict_reading_cut(&text, "\r\n", &line) || !strict_reading_read_line(reading, line))
		return false;
	while (strict_reading_cut(&text, "\r\n", &line)) {
		reading->length = (size_t)(text.data - begin);
		if (line.length == 0)
			return true;
		assert(reading->field_count < STRICT_READING_FIELDS_MAX);
		if (!strict_reading_read_field(&reading->fields[reading->field_count++], line))
			return false;
	}
	return false;
}

size_t strict_reading_count(const struct strict_reading *reading, const char *name,
			    struct octets *value)
{
	size_t count = 0;

	for (size_t i = 0; i < reading->field_count; i++) {
		if (octets_equal_ignoring_case(reading->fields[i].name, octets_from(name))) {
			*value = reading->fields[i].value;
			count++;
		}
	}
	return count;
}
