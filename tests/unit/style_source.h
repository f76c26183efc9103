/* What a Content-Security-Policy has to say of a page's own style. */
#ifndef STYLE_SOURCE_H
#define STYLE_SOURCE_H

#include "postern/octets.h"

#define STYLE_SOURCE_MAX 64

/* "'sha256-...'" of what stands between <style> and </style>, NUL-terminated. */
void style_source(struct octets html, char source[static STYLE_SOURCE_MAX]);

#endif
