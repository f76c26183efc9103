/* Compares the style of a page with the hash in its Content-Security-Policy. */
#include "own_style.h"

#include "response_header.h"
#include "style_source.h"

#include <check.h>
#include <stdio.h>

void assert_only_own_style(const struct response *response)
{
	char expected[256];
	char source[STYLE_SOURCE_MAX];

	style_source(response->body, source);
	snprintf(expected, sizeof(expected),
		 "default-src 'none'; style-src %s; base-uri 'none'; form-action 'none'; "
		 "frame-ancestors 'none'",
		 source);
	ck_assert_str_eq(response_header(response, "Content-Security-Policy"), expected);
}
