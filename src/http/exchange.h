/* An exchange: one request is checked, logged in, answered, and its avatar logged out. These are
 * the functions that libmicrohttpd calls for it. */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "http/connection.h"
#include "http/plain_head.h"

/* The request line is there (MHD_OPTION_URI_LOG_CALLBACK). */
void exchange_open(struct connection *connection, const char *target);

/* The whole of a request on the fast path, up to its response; not one that has to wait. */
void exchange_serve(struct connection *connection, const struct plain_head *plain);

/* All that exchange_close() does for one that libmicrohttpd reads again. */
void exchange_let_go(struct connection *connection);

/* The access handler. */
enum MHD_Result exchange_handle(struct connection *connection, const char *method,
				const char *version, const char *upload, size_t *upload_size);

/* A request is there whose response has not ended. */
bool exchange_is_under_way(const struct connection *connection);

/* The request has ended, however it ended (MHD_OPTION_NOTIFY_COMPLETED); `complete` when all of the
 * response was sent. */
void exchange_close(struct connection *connection, bool complete);

#endif
