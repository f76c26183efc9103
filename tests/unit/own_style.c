/* Hashes the style of a page as a browser does, and compares it with the Content-Security-Policy.
 */
#include "own_style.h"

#include <check.h>
#include <openssl/evp.h>
#include <stdio.h>

#define OWN_STYLE_HASH_MAX 64 /* bytes in base64, with the NUL */

static void own_style_hash(struct octets html, char hash[static OWN_STYLE_HASH_MAX])
{
	const char *start = memmem(html.data, html.length, "<style>", 7);
	const char *end = memmem(html.data, html.length, "</style>", 8);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int length;

	ck_assert(start && end);
	start += strlen("<style>");
	ck_assert(EVP_Digest(start, (size_t)(end - start), digest, &length, EVP_sha256(), NULL));
	EVP_EncodeBlock((unsigned char *)hash, digest, (int)length);
}

void assert_only_own_style(struct octets html, const char *policy)
{
	char expected[256];
	char hash[OWN_STYLE_HASH_MAX];

	own_style_hash(html, hash);
	snprintf(expected, sizeof(expected),
		 "default-src 'none'; style-src 'sha256-%s'; img-src data:; base-uri 'none'; "
		 "form-action 'none'; frame-ancestors 'none'",
		 hash);
	ck_assert_str_eq(policy, expected);
}
