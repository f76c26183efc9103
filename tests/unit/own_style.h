/* Whether a page is allowed its own style, and nothing else. */
#ifndef OWN_STYLE_H
#define OWN_STYLE_H

#include "http/response.h"

/* Asserts that the Content-Security-Policy has the hash of what stands in <style>. */
void assert_only_own_style(const struct response *response);

#endif
