/* What of a representation a request gets: all, parts, or nothing new (RFC 9110 sections 13 and
 * 14).
 */
#ifndef REALMS_SELECTION_H
#define REALMS_SELECTION_H

#include "postern/request.h"
#include "range.h"
#include "representation.h"

struct selection {
	unsigned int status;  /* 200, 206, 304, 412 or 416 */
	bool body;            /* GET: not only what is said of it is wanted */
	struct ranges ranges; /* with 206 */
	bool resumed;         /* the client has a part, and has been told what it is a part of */
};

/* For GET or HEAD. */
void selection_init(struct selection *selection, const struct representation *representation,
		    const struct request *request);

#endif
