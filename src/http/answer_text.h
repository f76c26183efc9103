/* An answer, written as it goes out. */
#ifndef HTTP_ANSWER_TEXT_H
#define HTTP_ANSWER_TEXT_H

#include "http/response.h"

#define ANSWER_TEXT_MAX 16384 /* bytes: what a socket takes at once when its connection is new */

struct answer_text {
	size_t length;
	bool full; /* it did not fit, and is not to be sent */
	char text[ANSWER_TEXT_MAX];
};

/* Whether a body goes with it (RFC 9110 section 6.4.1). */
bool answer_has_body(struct octets method, unsigned int status);

/* The status line and the first field. `date` is what date_write() wrote. */
void answer_text_begin(struct answer_text *answer, unsigned int status, const char *date);

/* What does not fit is left out, and makes it full. */
void answer_text_append(struct answer_text *answer, struct octets text);

/* The fields that have been added to the response. */
void answer_text_add_fields(struct answer_text *answer, const struct response *response);

/* Content-Length, where the status has one. */
void answer_text_add_length(struct answer_text *answer, const struct response *response);

/* The body comes behind it. */
void answer_text_end_head(struct answer_text *answer);

#endif
