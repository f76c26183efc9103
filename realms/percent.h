/* Bytes as they may stand in a URI. */
#ifndef REALMS_PERCENT_H
#define REALMS_PERCENT_H

#include <stddef.h>

#define PERCENT_LENGTH 3 /* of "%XX" */

/* Writes the byte, NUL-terminated: letters, digits and `marks` as they are, all else as "%XX" (RFC
 * 3986 section 2.1). Returns the length. */
size_t percent_encode(char byte, const char *marks, char text[static PERCENT_LENGTH + 1]);

#endif
