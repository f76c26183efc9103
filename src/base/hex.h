/* Bytes as hexadecimal digits, and the escapes of URIs that are made of them. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "postern/octets.h"

#define HEX_ESCAPE_LENGTH 3 /* bytes of "%hh" */

/* Lower-case hexadecimal digits, two a byte, and a NUL. `length` is a multiple of 16, as that of
 * hashes is. */
void hex_encode(const unsigned char *bytes, size_t length, char *text);

/* False unless `text` is exactly `length` bytes in hexadecimal digits of either case; what the
 * bytes hold then means nothing. */
bool hex_decode(struct octets text, unsigned char *bytes, size_t length);

/* The octet that the text's first HEX_ESCAPE_LENGTH bytes stand for, if they are a percent-encoded
 * one (RFC 3986 section 2.1). False, and nothing written, when they are not, or there are fewer. */
bool hex_unescape(struct octets text, unsigned char *octet);

#endif
