/* The header fields of a request, as its client has sent them. */
#ifndef HTTP_FIELDS_H
#define HTTP_FIELDS_H

#include "postern/request.h"

#include <microhttpd.h>

/* As request_read_headers(), for those who have no request to show. */
void fields_read(struct MHD_Connection *connection, struct request_reader *reader);

#endif
