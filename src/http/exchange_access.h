/* What the access log is told of a request. */
#ifndef HTTP_EXCHANGE_ACCESS_H
#define HTTP_EXCHANGE_ACCESS_H

#include "http/connection.h"

/* When the request has ended, before anything of it is let go. `complete`: all of the response was
 * sent. Nothing where there is no access log, and for what libmicrohttpd has refused by itself: it
 * does not say what it answered. */
void exchange_access_note(const struct connection *connection, bool complete);

#endif
