/* Whether the uri of a Digest answer designates the request target (RFC 7616 section 3.4.6). */
#ifndef HTTP_DIGEST_URI_H
#define HTTP_DIGEST_URI_H

#include "postern/octets.h"

/* True when the uri begins with "http://" or "https://". */
bool digest_uri_absolute(struct octets uri);

/* True when both designate one resource, as far as RFC 9110 section 4.2.3 goes: hosts in any case,
 * default ports, escapes of what needs none, and the case of the others. Dot segments stay. `host`
 * is the value of Host; it counts only when the uri is absolute and the target is not. */
bool digest_uri_equivalent(struct octets uri, struct octets target, struct octets host);

#endif
