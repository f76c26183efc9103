/* Encodes bytes for URIs. */
#include "percent.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool percent_is_plain(char byte, const char *marks)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || (byte != '\0' && strchr(marks, byte));
}

size_t percent_encode(char byte, const char *marks, char text[static PERCENT_LENGTH + 1])
{
	if (!percent_is_plain(byte, marks))
		return (size_t)sprintf(text, "%%%02X", (unsigned char)byte);
	text[0] = byte;
	text[1] = '\0';
	return 1;
}
