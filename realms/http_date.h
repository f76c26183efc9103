/* Dates as HTTP writes them (RFC 9110 section 5.6.7). */
#ifndef REALMS_HTTP_DATE_H
#define REALMS_HTTP_DATE_H

#include "postern/octets.h"

#include <time.h>

#define HTTP_DATE_MAX sizeof("Sun, 06 Nov 1994 08:49:37 GMT")

/* In the form that everybody must write. The year must have four digits: else it becomes one that
 * has. */
void http_date_write(time_t date, char text[static HTTP_DATE_MAX]);

/* Reads all three forms. A year of two digits is the one that is no more than 50 years after `now`.
 * False when it is not a date, in every letter, that there was or will be. */
bool http_date_read(struct octets text, time_t now, time_t *date);

#endif
