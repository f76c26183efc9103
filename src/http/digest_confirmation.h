/* What the server says to a Digest answer that it accepted: Authentication-Info (RFC 7616 section
 * 3.5). */
#ifndef HTTP_DIGEST_CONFIRMATION_H
#define HTTP_DIGEST_CONFIRMATION_H

#include "http/digest_credentials.h"

/* Writes the value, NUL-terminated, and returns its length; 0 when there is nothing to say: where
 * the portal wants no proof, until the nonce is in the last fifth of its life, and the client gets
 * the next one (not for -sess). `size` is at least CONFIRMATION_TEXT_MAX. */
size_t digest_confirmation(const struct digest_credentials *credentials, char *text, size_t size);

#endif
