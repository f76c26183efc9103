/* Where a request has left libmicrohttpd no memory for the head of the answer, it would close
 * without a word. */
#ifndef HTTP_OVERFLOW_H
#define HTTP_OVERFLOW_H

#include "http/connection.h"

/* The exchange ends with an error, and the connection with it; its socket is open yet. Says 431
 * unless something else may have been said. */
void overflow_answer(struct connection *connection);

#endif
