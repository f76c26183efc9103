/* The response to a login: the avatar's, or why there is none. */
#ifndef HTTP_EXCHANGE_REPLY_H
#define HTTP_EXCHANGE_REPLY_H

#include "http/attempt.h"
#include "http/connection.h"
#include "http/guard.h"
#include "http/request.h"
#include "http/response.h"

/* The exchange has the avatar from then on. */
void exchange_reply(struct connection *connection, const struct guard *guard,
		    struct attempt *attempt, struct http_request *request,
		    struct response *response);

#endif
