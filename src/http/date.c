/* Writes points of time, always in English. */
#include "http/date.h"

#include <assert.h>

void date_write(time_t time, char date[static DATE_SIZE])
{
	struct tm utc;
	size_t length;

	gmtime_r(&time, &utc);
	/* Nobody has called setlocale(). */
	length = strftime(date, DATE_SIZE, "%a, %d %b %Y %H:%M:%S GMT", &utc);
	assert(length > 0);
}

const char *date_now(struct date_now *date)
{
	time_t now = time(NULL);

	if (date->second != now) {
		date->second = now;
		date_write(now, date->text);
	}
	return date->text;
}
