/* The beginning of an absolute http URI (RFC 9110 section 4.2), in targets and Digest uris alike.
 */
#ifndef HTTP_URI_H
#define HTTP_URI_H

#include "postern/octets.h"

/* Who a URI says is to be asked. */
struct uri_server {
	bool secure;             /* https */
	struct octets authority; /* perhaps empty; ends before the first '/', '?' or '#' */
};

/* Cuts "http://authority" off, or "https://authority", in any case. False, and nothing is cut, when
 * the text begins otherwise. */
bool uri_cut_server(struct octets *text, struct uri_server *server);

#endif
