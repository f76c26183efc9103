/* Looks at what was written into a response. */
#ifndef RESPONSE_HEADER_H
#define RESPONSE_HEADER_H

#include "http/response.h"

/* The value of a field; NULL when it is not there. */
static inline const char *response_header(const struct response *response, const char *name)
{
	for (size_t i = 0; i < response->header_count; i++)
		if (strcasecmp(response->headers[i].name, name) == 0)
			return response->headers[i].value;
	return NULL;
}

#endif
