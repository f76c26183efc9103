/* Whether a page is allowed its own style, and nothing else. */
#ifndef OWN_STYLE_H
#define OWN_STYLE_H

#include "postern/octets.h"

/* Asserts that the Content-Security-Policy has the hash of what stands in <style>. */
void assert_only_own_style(struct octets html, const char *policy);

#endif
