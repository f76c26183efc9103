/* The moment from which an account is refused, as people write it: in UTC. */
#ifndef ACCOUNTS_EXPIRY_H
#define ACCOUNTS_EXPIRY_H

#include "postern/error.h"

#include <stdint.h>

#define EXPIRY_NEVER    0
#define EXPIRY_TEXT_MAX 32 /* bytes with the NUL */

/* "never", "2027-01-31", which is its first second, or "2027-01-31T12:00:00Z". False, with the
 * error set, for anything else, and before the second second of 1970. */
bool expiry_parse(const char *text, int64_t *expires, struct error *error);

/* "never" or "2027-01-31T12:00:00Z". */
void expiry_format(int64_t expires, char text[static EXPIRY_TEXT_MAX]);

#endif
