/* What the parts of a request head may be made of, byte by byte. */
#ifndef HTTP_HEAD_BYTES_H
#define HTTP_HEAD_BYTES_H

#include "postern/octets.h"

/* A name or a method (RFC 9110 section 5.6.2): not empty. */
bool head_is_token(struct octets octets);

/* uri-host [ ":" port ], RFC 9110 section 7.2, as far as its alphabet goes. */
bool head_is_host(struct octets octets);

/* Neither white space nor controls, and ASCII. */
bool head_is_visible(struct octets octets);

#endif
