/* Escapes in a text what a terminal would act upon, and not only show. */
#ifndef BASE_PRINTABLE_H
#define BASE_PRINTABLE_H

#include "postern/octets.h"

#define PRINTABLE_SIZE 5 /* bytes of a character in UTF-8, or of "\xHH" with its NUL */

/* Takes the first character off the text, which is not empty, and writes it; returns its length.
 * \xHH stands for a byte of no UTF-8, of a control character (some terminals take U+009B for the
 * begin of a command), and of one that is not seen but puts others into another order. */
size_t printable_take(struct octets *text, char shown[static PRINTABLE_SIZE]);

#endif
