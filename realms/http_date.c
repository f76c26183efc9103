/* Reads dates by writing them again: what does not come out as it was sent was no date. */
#include "http_date.h"

#include "digits.h"

#include <stdint.h>
#include <stdio.h>

#define HTTP_DATE_TEXT_MAX 64 /* bytes with the NUL: no form is longer */

#define HTTP_DATE_LATEST INT64_C(253402300799) /* the last second of the year 9999 */

/* One of the forms, for strptime() and back. */
struct http_date_form {
	const char *format;
	size_t (*write)(const struct tm *parts, char text[static HTTP_DATE_TEXT_MAX]);
	bool short_year;
};

/* Every answer with a file has such a date: strftime() would take eight times as long. */
static size_t http_date_write_preferred(const struct tm *parts,
					char text[static HTTP_DATE_TEXT_MAX])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int year = parts->tm_year + 1900;

	if (year < 0 || year > 9999)
		return 0;
	memcpy(text, "Sun, 06 Nov 1994 08:49:37 GMT", HTTP_DATE_MAX);
	memcpy(text, days + 3 * parts->tm_wday, 3);
	digits_put(text + 5, (unsigned int)parts->tm_mday, 2);
	memcpy(text + 8, months + 3 * parts->tm_mon, 3);
	digits_put(text + 12, (unsigned int)year, 4);
	digits_put(text + 17, (unsigned int)parts->tm_hour, 2);
	digits_put(text + 20, (unsigned int)parts->tm_min, 2);
	digits_put(text + 23, (unsigned int)parts->tm_sec, 2);
	return HTTP_DATE_MAX - 1;
}

static size_t http_date_write_asctime(const struct tm *parts, char text[static HTTP_DATE_TEXT_MAX])
{
	return strftime(text, HTTP_DATE_TEXT_MAX, "%a %b %e %H:%M:%S %Y", parts);
}

/* strftime() is not asked for two digits of a year: compilers warn of them, and rightly. */
static size_t http_date_write_rfc_850(const struct tm *parts, char text[static HTTP_DATE_TEXT_MAX])
{
	char day[HTTP_DATE_TEXT_MAX / 2];
	char clock[HTTP_DATE_TEXT_MAX / 2];

	strftime(day, sizeof(day), "%A, %d-%b", parts);
	strftime(clock, sizeof(clock), "%H:%M:%S GMT", parts);
	return (size_t)snprintf(text, HTTP_DATE_TEXT_MAX, "%s-%02d %s", day, parts->tm_year % 100,
				clock);
}

static const struct http_date_form http_date_forms[] = {
	{"%a, %d %b %Y %T GMT", http_date_write_preferred, false},
	{"%a, %d-%b-%y %T GMT", http_date_write_rfc_850, true},
	{"%a %b %e %T %Y", http_date_write_asctime, false},
};

void http_date_write(time_t date, char text[static HTTP_DATE_MAX])
{
	char preferred[HTTP_DATE_TEXT_MAX];
	struct tm parts;

	if (date < 0)
		date = 0;
	if (date > HTTP_DATE_LATEST)
		date = HTTP_DATE_LATEST;
	gmtime_r(&date, &parts);
	http_date_write_preferred(&parts, preferred);
	memcpy(text, preferred, HTTP_DATE_MAX);
}

/* strptime() does not know in which century we are. */
static void http_date_choose_century(struct tm *parts, time_t now)
{
	struct tm today;
	int century;

	gmtime_r(&now, &today);
	century = today.tm_year - today.tm_year % 100;
	parts->tm_year = century + parts->tm_year % 100;
	if (parts->tm_year > today.tm_year + 50)
		parts->tm_year -= 100;
}

static bool http_date_read_as(const struct http_date_form *form, const char *text, time_t now,
			      time_t *date)
{
	char again[HTTP_DATE_TEXT_MAX];
	struct tm parts = {.tm_year = 0};

	if (!strptime(text, form->format, &parts))
		return false;
	if (form->short_year)
		http_date_choose_century(&parts, now);
	*date = timegm(&parts);
	return form->write(&parts, again) > 0 && strcmp(text, again) == 0;
}

bool http_date_read(struct octets text, time_t now, time_t *date)
{
	char copy[HTTP_DATE_TEXT_MAX];

	if (text.length >= sizeof(copy) || memchr(text.data, '\0', text.length))
		return false;
	snprintf(copy, sizeof(copy), "%.*s", (int)text.length, text.data);
	for (size_t i = 0; i < sizeof(http_date_forms) / sizeof(http_date_forms[0]); i++)
		if (http_date_read_as(&http_date_forms[i], copy, now, date))
			return true;
	return false;
}
