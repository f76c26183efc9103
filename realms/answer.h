/* The short answers that all realms give alike. */
#ifndef REALMS_ANSWER_H
#define REALMS_ANSWER_H

#include "postern/request.h"
#include "postern/response.h"

#include <stdbool.h>

/* A status and nothing else; 503 asks the client to come back. */
void answer_plain(struct response *response, unsigned int status);

/* For resources that can only be read. False, and nothing done, for GET and HEAD; every other
 * method is answered: OPTIONS 204, those that HTTP knows 405, and those that it does not 501. */
bool answer_unless_read(const struct request *request, struct response *response);

#endif
