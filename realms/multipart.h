/* Several parts of a file in one answer (RFC 9110 section 14.6). */
#ifndef REALMS_MULTIPART_H
#define REALMS_MULTIPART_H

#include "postern/response.h"
#include "range.h"

/* The body and its Content-Type, for a file of `size` octets of that media type. Takes ownership of
 * the descriptor. */
void multipart_set(struct response *response, int descriptor, uint64_t size, const char *type,
		   const struct ranges *ranges);

#endif
