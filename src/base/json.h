/* Writes texts as JSON (RFC 8259). */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "postern/octets.h"

#include <stdio.h>

#define JSON_PIECE_MAX 8 /* bytes that a character may become */

/* Writes what stands in a string for the first character of `text`, which is not empty: `length`
 * bytes. Returns how many bytes of the text that was. What is not UTF-8 becomes U+FFFD. */
size_t json_escape(struct octets text, char piece[static JSON_PIECE_MAX], size_t *length);

/* A string with its quotes, or null for an absent text. */
void json_write_text(FILE *file, struct octets text);

#endif
