/* A request as the server keeps it: what plug-ins see, and its fields. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "http/body_hash.h"
#include "http/fields.h"
#include "postern/request.h"

struct http_request {
	struct request base;
	struct fields fields;
	struct body_hash *body_hash; /* while credentials are decoded; else nobody may ask for it */
};

#endif
