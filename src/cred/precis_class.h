/* The string classes of PRECIS (RFC 8264 section 4): which code points may stand in a text. */
#ifndef CRED_PRECIS_CLASS_H
#define CRED_PRECIS_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <unitypes.h>

/* Code points. A text of so many bytes of UTF-8 has never more, neither as it is nor in NFC. */
#define PRECIS_TEXT_MAX 1024

struct precis_text {
	size_t length;
	ucs4_t points[PRECIS_TEXT_MAX];
};

enum precis_class {
	PRECIS_IDENTIFIER_CLASS, /* letters, digits and printable ASCII, without spaces */
	PRECIS_FREEFORM_CLASS,   /* spaces, symbols and punctuation as well */
};

/* Code points that Unicode has not assigned, as far as libunistring knows it, are in no class. */
bool precis_class_allows(enum precis_class class, const struct precis_text *text);

#endif
