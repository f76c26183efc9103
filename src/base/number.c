/* Reads a number without the liberties of strtoul(): no sign, no white space, no other base. */
#include "postern/number.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_DIGITS_MAX 9 /* what surely fits an unsigned int */

bool number_parse(const char *text, unsigned int least, unsigned int most, unsigned int *number,
		  struct error *error)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long value = strtoul(text, NULL, 10);

	if (digits == 0 || digits > NUMBER_DIGITS_MAX || text[digits] != '\0' || value < least ||
	    value > most) {
		error_set(error, "'%s' is not a number from %u to %u", text, least, most);
		return false;
	}
	*number = (unsigned int)value;
	return true;
}
