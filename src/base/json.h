/* Writes texts as JSON (RFC 8259). */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "postern/octets.h"

#include <stdio.h>

/* A string with its quotes, or null for an absent text. What is not UTF-8 becomes U+FFFD. */
void json_write_text(FILE *file, struct octets text);

#endif
