/* The parts of a resource that a client asks for (RFC 9110 section 14). */
#ifndef REALMS_RANGE_H
#define REALMS_RANGE_H

#include "postern/octets.h"

#include <stdint.h>

#define RANGES_MAX 16 /* who asks for more parts gets all */

/* Octets `first` to `last`. */
struct range {
	uint64_t first;
	uint64_t last;
};

/* In the order asked for. No two of them overlap or touch: such are one, so that together they are
 * never longer than the resource. */
struct ranges {
	size_t count;
	struct range list[RANGES_MAX];
};

enum ranges_verdict {
	RANGES_IGNORED = 0,   /* 200: not in the grammar, no bytes, or too many */
	RANGES_SATISFIABLE,   /* 206 */
	RANGES_UNSATISFIABLE, /* 416 */
};

/* Reads the value of Range, for what is `size` octets long; absent is ignored. */
enum ranges_verdict ranges_read(struct octets value, uint64_t size, struct ranges *ranges);

#endif
