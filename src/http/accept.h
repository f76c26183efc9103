/* What kind of answer a client would rather have (RFC 9110 section 12.5.1). */
#ifndef HTTP_ACCEPT_H
#define HTTP_ACCEPT_H

#include "http/fields.h"

#include <stdbool.h>

/* True when one value of Accept names text/html, and not to refuse it: browsers do. A client that
 * takes anything is none. */
bool accept_names_html(struct octets accept);

/* The same of all Accept fields of a request. */
bool accept_wants_html(struct fields fields);

#endif
