/* Encodes bytes for URIs. */
#include "percent.h"

#include <stdbool.h>
#include <string.h>

static bool percent_is_plain(char byte, const char *marks)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || (byte != '\0' && strchr(marks, byte));
}

size_t percent_encode(char byte, const char *marks, char text[static PERCENT_LENGTH + 1])
{
	const char *digits = "0123456789ABCDEF";
	size_t length = 0;

	if (percent_is_plain(byte, marks)) {
		text[length++] = byte;
	} else {
		text[length++] = '%';
		text[length++] = digits[(unsigned char)byte >> 4];
		text[length++] = digits[(unsigned char)byte & 0xf];
	}
	text[length] = '\0';
	return length;
}
