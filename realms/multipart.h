/* Several parts of a representation in one answer (RFC 9110 section 14.6). */
#ifndef REALMS_MULTIPART_H
#define REALMS_MULTIPART_H

#include "postern/response.h"
#include "range.h"
#include "representation.h"

/* The body and its Content-Type. Takes ownership of the descriptor. */
void multipart_set(struct response *response, const struct representation *representation,
		   const struct ranges *ranges);

#endif
