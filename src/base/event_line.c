/* Writes the text of a line about an event. */
#include "base/event_line.h"

#include <stdarg.h>
#include <stdio.h>

void event_line_add(struct event_line *line, const char *format, ...)
{
	size_t room = sizeof(line->text) - line->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line->text + line->length, room, format, arguments);
	va_end(arguments);
	line->length += (size_t)length < room ? (size_t)length : room - 1;
}

void event_line_quote(struct event_line *line, const char *key, struct octets value)
{
	event_line_add(line, " %s=\"", key);
	for (size_t i = 0; i < value.length; i++) {
		unsigned char byte = (unsigned char)value.data[i];

		if (byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\')
			event_line_add(line, "%c", byte);
		else
			event_line_add(line, "\\x%02x", byte);
	}
	event_line_add(line, "\"");
}
