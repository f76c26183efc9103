/* The text of a line about an event, for people and for programs: `event=NAME key=value
 * key="text"`. */
#ifndef BASE_EVENT_LINE_H
#define BASE_EVENT_LINE_H

#include "base/log.h"
#include "postern/octets.h"

/* Zeroed, it is empty. What is longer is cut by the log, which says so. */
struct event_line {
	char text[LOG_LINE_MAX];
	size_t length;
};

void event_line_add(struct event_line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* ` key="value"`; what stands between the quotes has none, and no backslash but those of \xHH. */
void event_line_quote(struct event_line *line, const char *key, struct octets value);

#endif
