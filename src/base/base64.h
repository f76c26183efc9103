/* Base64 (RFC 4648 section 4) in its one canonical form: padded, no white space, no stray bits. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "postern/octets.h"

/* Bytes that a text of `length` characters can stand for, at most. */
#define BASE64_BYTES(length) ((length) / 4 * 3)

/* Characters, with the NUL, that stand for `size` bytes. */
#define BASE64_TEXT(size) (((size) + 2) / 3 * 4 + 1)

#define BASE64_LENGTH_MAX 1368 /* characters of a text that is decoded: up to 1026 bytes */

/* Writes BASE64_TEXT(size) characters. */
void base64_encode(const unsigned char *bytes, size_t size, char *text);

/* False unless it is the canonical text of something. `bytes` has room for
 * BASE64_BYTES(text.length); what they hold after a refusal means nothing, but may be secret. */
bool base64_decode(struct octets text, unsigned char *bytes, size_t *size);

#endif
