/* What was answered on the fast path, and only libmicrohttpd can send: files, long texts; and
 * logins that have to wait. It reads the same request again, which is not to be answered, let alone
 * logged in, twice. */
#ifndef HTTP_CARRIED_H
#define HTTP_CARRIED_H

#include "cred/portal.h"
#include "http/response.h"

struct connection;
struct loop;

struct carried {
	struct loop *loop;
	struct attempt *attempt; /* it has to wait, and there is no response yet; NULL */
	struct response response;
	struct kept_response *kept; /* the response's, which others may destroy meanwhile; NULL */
	struct login login;
	struct hold *hold;
};

/* Takes over the response, if there is one, and what the exchange holds for it. */
struct carried *carried_take(struct connection *connection, struct response *response);

/* Gives it to the exchange of the same request, except for the response. */
void carried_give(struct carried *carried, struct connection *connection);

/* Nobody needs it any more. NULL is fine. */
void carried_destroy(struct carried *carried);

#endif
