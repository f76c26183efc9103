/* A second reader of request heads, which knows nothing but RFC 9112. */
#ifndef STRICT_READING_H
#define STRICT_READING_H

#include "http/fields.h"

#define STRICT_READING_MAX        10000 /* bytes: a head may be too long */
#define STRICT_READING_FIELDS_MAX (STRICT_READING_MAX / 4)

/* A head, however it was read. */
struct strict_reading {
	struct octets method;
	struct octets target;
	struct octets version;
	struct field fields[STRICT_READING_FIELDS_MAX]; /* without the white space around values */
	size_t field_count;
	size_t length; /* in bytes, with the empty line */
};

/* By the grammar of RFC 9112 sections 2.1 to 5.2; nothing is forgiven. False: the text does not
 * begin with a whole head. */
bool strict_reading_read(struct strict_reading *reading, struct octets text);

/* How many fields have that name; the value of the last one. */
size_t strict_reading_count(const struct strict_reading *reading, const char *name,
			    struct octets *value);

#endif
