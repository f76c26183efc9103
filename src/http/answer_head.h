/* The head of an answer, written as text. */
#ifndef HTTP_ANSWER_HEAD_H
#define HTTP_ANSWER_HEAD_H

#include "http/response.h"

#define ANSWER_HEAD_MAX 8192 /* bytes */

struct answer_head {
	size_t length;
	bool full; /* it does not fit */
	char text[ANSWER_HEAD_MAX];
};

/* Whether a body goes with it (RFC 9110 section 6.4.1). */
bool answer_has_body(struct octets method, unsigned int status);

/* The status line and the first field. `date` is what date_write() wrote. */
void answer_head_begin(struct answer_head *head, unsigned int status, const char *date);

void answer_head_append(struct answer_head *head, struct octets text);

/* The fields that have been added to the response. */
void answer_head_add_fields(struct answer_head *head, const struct response *response);

/* Content-Length, where the status has one. */
void answer_head_add_length(struct answer_head *head, const struct response *response);

/* False when it does not fit. */
bool answer_head_end(struct answer_head *head);

#endif
