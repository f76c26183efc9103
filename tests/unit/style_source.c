/* Hashes the style of a page as a browser does. */
#include "style_source.h"

#include <check.h>
#include <openssl/evp.h>

void style_source(struct octets html, char source[static STYLE_SOURCE_MAX])
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
