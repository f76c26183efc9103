/* Responses that are kept to be given again: built once, shared by all requests that get them. */
#ifndef HTTP_KEPT_RESPONSE_H
#define HTTP_KEPT_RESPONSE_H

#include "http/response.h"

/* Whether it is a kept response and nothing else, so that kept_response_queue() sends it. */
bool kept_response_is_enough(const struct response *response, bool close_connection);

enum MHD_Result kept_response_queue(struct kept_response *kept, struct MHD_Connection *connection);

/* Its fields, as they stand in a head, with Content-Length and without Date.
 * Absent: they are too long. */
struct octets kept_response_fields(struct kept_response *kept);

/* It stays until it was destroyed once more. NULL is fine. */
void kept_response_hold(struct kept_response *kept);

/* Writes the fields and the text of the kept response into one that has more to say; nothing to do
 * for others. */
void kept_response_unfold(struct response *response);

/* Takes ownership of what was built of a response that is to be kept; false where it is not. */
bool kept_response_take(const struct response *response, struct MHD_Response *built,
			bool close_connection);

#endif
