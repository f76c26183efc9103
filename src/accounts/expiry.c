/* Reads and writes the moment from which an account is refused. */
#include "accounts/expiry.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define EXPIRY_FORMAT "%Y-%m-%dT%H:%M:%SZ"

void expiry_format(int64_t expires, char text[static EXPIRY_TEXT_MAX])
{
	const time_t moment = (time_t)expires;
	struct tm parts;

	if (expires == EXPIRY_NEVER)
		strcpy(text, "never");
	else if (!gmtime_r(&moment, &parts) ||
		 strftime(text, EXPIRY_TEXT_MAX, EXPIRY_FORMAT, &parts) == 0)
		snprintf(text, EXPIRY_TEXT_MAX, "@%lld", (long long)expires);
}

/* strptime() takes shorter numbers and days that no month has: what it took must come out again. */
static bool expiry_is(const char *text, int64_t expires)
{
	char again[EXPIRY_TEXT_MAX];

	expiry_format(expires, again);
	return strcmp(text, again) == 0;
}

bool expiry_parse(const char *text, int64_t *expires, struct error *error)
{
	char whole[EXPIRY_TEXT_MAX];
	struct tm parts = {.tm_sec = 0};

	if (strcmp(text, "never") == 0) {
		*expires = EXPIRY_NEVER;
		return true;
	}
	snprintf(whole, sizeof(whole), "%s%s", text, strchr(text, 'T') ? "" : "T00:00:00Z");
	if (strptime(whole, EXPIRY_FORMAT, &parts)) {
		*expires = timegm(&parts);
		if (*expires > 0 && expiry_is(whole, *expires))
			return true;
	}
	error_set(error, "'%s' is no date like 2027-01-31 or 2027-01-31T12:00:00Z, nor never",
		  text);
	return false;
}
