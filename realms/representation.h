/* A representation is a file, or a text, with what HTTP says of it: it is given whole, in part, or
 * not again to who has it (RFC 9110 section 3.2). */
#ifndef REALMS_REPRESENTATION_H
#define REALMS_REPRESENTATION_H

#include "postern/request.h"
#include "postern/response.h"
#include "validator.h"

#include <stdint.h>

struct selection;

struct representation {
	int descriptor;     /* of the file; -1: `text` is given, or nothing that needs it */
	struct octets text; /* all of it; borrowed */
	uint64_t size;      /* bytes, at the time of opening */
	struct validator validator;
	const char *type;   /* its media type */
	const char *coding; /* of the octets; NULL: none */
	bool negotiated;    /* Accept-Encoding chooses the coding, or will when there are some */
	const char *policy; /* as in Content-Security-Policy; NULL: none */
};

/* Writes what is selected of it for that request. Takes ownership of the descriptor. */
void representation_send(const struct representation *representation,
			 const struct selection *selection, const struct request *request,
			 struct response *response);

#endif
