/* Numbers that people write: decimal, whole, and within bounds. */
#ifndef POSTERN_NUMBER_H
#define POSTERN_NUMBER_H

#include "postern/error.h"

#include <stdbool.h>

/* False, with the error set and nothing written, unless it is a number from `least` to `most`. */
bool number_parse(const char *text, unsigned int least, unsigned int most, unsigned int *number,
		  struct error *error);

#endif
