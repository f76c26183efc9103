/* A representation is an open file with what HTTP says of it: it is given whole, in part, or not
 * again to who has it (RFC 9110 section 3.2). */
#ifndef REALMS_REPRESENTATION_H
#define REALMS_REPRESENTATION_H

#include "postern/request.h"
#include "postern/response.h"

#include <sys/stat.h>

struct representation {
	int descriptor;
	struct stat status; /* at the time of opening */
	const char *type;   /* its media type */
	const char *coding; /* of the octets in the file; NULL: none */
};

/* Answers GET or HEAD. Takes ownership of the descriptor. */
void representation_send(const struct representation *representation, const struct request *request,
			 struct response *response);

#endif
