/* Compares the style of a page with the hash in its Content-Security-Policy. */
#include "own_style.h"

#include <check.h>
#include <openssl/evp.h>
#include <stdio.h>

/* "'sha256-...'" of what stands between <style> and </style>. */
static void own_style_source(struct octets html, char source[static 64])
{
	const char *start = memmem(html.data, html.length, "<style>", 7);
	const char *end = memmem(html.data, html.length, "</style>", 8);
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned int length;
	char *at = stpcpy(source, "'sha256-");

	ck_assert(start && end);
	start += strlen("<style>");
	ck_assert(EVP_Digest(start, (size_t)(end - start), hash, &length, EVP_sha256(), NULL));
	at += EVP_EncodeBlock((unsigned char *)at, hash, (int)length);
	strcpy(at, "'");
}

void assert_only_own_style(const struct response *response)
{
	char expected[256];
	char source[64];

	own_style_source(response->body, source);
	snprintf(expected, sizeof(expected),
		 "default-src 'none'; style-src %s; base-uri 'none'; form-action 'none'; "
		 "frame-ancestors 'none'",
		 source);
	ck_assert_str_eq(response_header(response, "Content-Security-Policy"), expected);
}
