/* Writes rows, of which a page has thousands: by printf() they took most of its time. */
#include "listing_row.h"

#include "digits.h"

#define LISTING_ROW_NEXT_UNIT 10240 /* tenths: "1024.0" would have to be shown */

/* "./" first: "javascript:x" is then no scheme. */
static char *listing_row_link(char *end, const struct listing_entry *entry)
{
	const char *slash = entry->is_directory ? "/" : "";

	end = stpcpy(end, "<a href=\"./");
	for (const char *at = entry->name; *at != '\0'; at++)
		end += percent_encode(*at, "-._~", end);
	end = stpcpy(stpcpy(end, slash), "\"><bdi>");
	end = html_escape(octets_from(entry->name), end);
	return stpcpy(stpcpy(end, slash), "</bdi></a>");
}

/* The nearest number, where a unit has 1024 to the power of `unit` + 1 bytes. */
static uint64_t listing_row_tenths(uint64_t size, size_t unit)
{
	size_t shift = 10 * (unit + 1);

	return (uint64_t)(((unsigned __int128)size * 10 + (UINT64_C(1) << (shift - 1))) >> shift);
}

/* With one digit behind the point, from a KiB on. */
static char *listing_row_size(char *end, const struct listing_entry *entry)
{
	static const char *const units[] = {" KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};
	uint64_t tenths;
	size_t unit = 0;

	if (entry->is_directory)
		return stpcpy(end, "–");
	if (entry->size < 1024)
		return stpcpy(digits_put_all(end, (unsigned int)entry->size), " B");
	while ((tenths = listing_row_tenths(entry->size, unit)) >= LISTING_ROW_NEXT_UNIT)
		unit++;
	end = digits_put_all(end, (unsigned int)tenths / 10);
	*end++ = '.';
	return stpcpy(digits_put(end, tenths % 10, 1), units[unit]);
}

static char *listing_row_digits(char *end, int number, size_t count, char behind)
{
	end = digits_put(end, (unsigned int)number, count);
	*end++ = behind;
	return end;
}

/* A file system may hold times that no calendar does. */
static char *listing_row_time(char *end, const struct listing_entry *entry)
{
	struct tm time;

	if (!gmtime_r(&entry->modified, &time) || time.tm_year < -1900 ||
	    time.tm_year > 9999 - 1900)
		return stpcpy(end, "–");
	end = listing_row_digits(end, time.tm_year + 1900, 4, '-');
	end = listing_row_digits(end, time.tm_mon + 1, 2, '-');
	end = listing_row_digits(end, time.tm_mday, 2, ' ');
	end = listing_row_digits(end, time.tm_hour, 2, ':');
	return digits_put(end, (unsigned int)time.tm_min, 2);
}

char *listing_row_write(char row[static LISTING_ROW_MAX], const struct listing_entry *entry)
{
	char *end = stpcpy(row, "<tr><th scope=\"row\">");

	end = listing_row_link(end, entry);
	end = stpcpy(end, "</th><td>");
	end = listing_row_size(end, entry);
	end = stpcpy(end, "</td><td>");
	end = listing_row_time(end, entry);
	return stpcpy(end, "</td></tr>\n");
}
