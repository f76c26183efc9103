/* What kind of answer a client would rather have (RFC 9110 section 12.5.1). */
#ifndef HTTP_ACCEPT_H
#define HTTP_ACCEPT_H

#include "postern/octets.h"

#include <microhttpd.h>
#include <stdbool.h>

/* True when one value of Accept names text/html, and not to refuse it: browsers do. A client that
 * takes anything is none. */
bool accept_names_html(struct octets accept);

/* The same of all Accept fields of the request. */
bool accept_wants_html(struct MHD_Connection *connection);

#endif
