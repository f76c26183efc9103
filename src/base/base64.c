/* Base64 by OpenSSL, which is lenient; that the text comes out again makes it strict. */
#include "base/base64.h"

#include "postern/secret.h"

#include <openssl/evp.h>

void base64_encode(const unsigned char *bytes, size_t size, char *text)
{
	EVP_EncodeBlock((unsigned char *)text, bytes, (int)size);
}

static size_t base64_padding(struct octets text)
{
	if (text.data[text.length - 1] != '=')
		return 0;
	return text.data[text.length - 2] == '=' ? 2 : 1;
}

bool base64_decode(struct octets text, unsigned char *bytes, size_t *size)
{
	char again[BASE64_LENGTH_MAX + 1];
	int decoded;
	bool same;

	if (text.length == 0 || text.length % 4 != 0 || text.length > BASE64_LENGTH_MAX)
		return false;
	decoded = EVP_DecodeBlock(bytes, (const unsigned char *)text.data, (int)text.length);
	if (decoded < 0 || (size_t)decoded != BASE64_BYTES(text.length))
		return false;
	*size = (size_t)decoded - base64_padding(text);
	base64_encode(bytes, *size, again);
	same = secret_equal(text, (struct octets){.data = again, .length = text.length});
	secret_wipe(again, text.length);
	return same;
}
