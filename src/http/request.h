/* A request as the server keeps it: what plug-ins see, and the connection that it came on. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "http/body_hash.h"
#include "postern/request.h"

#include <microhttpd.h>

struct http_request {
	struct request base;
	struct MHD_Connection *connection;
	struct body_hash *body_hash; /* while credentials are decoded; else nobody may ask for it */
};

#endif
