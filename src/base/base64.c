/* Base64: OpenSSL writes it; what it reads it reads leniently, and so the reading is ours. */
#include "base/base64.h"

#include <limits.h>
#include <openssl/evp.h>
#include <stdint.h>

/* The value of each character, and one more: 0 is that of what is none. */
static const unsigned char base64_values[UCHAR_MAX + 1] = {
	['A'] = 1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,         12,         13,
	14,         15, 16, 17, 18, 19, 20, 21, 22, 23, 24,         25,         26,
	['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37,         38,         39,
	40,         41, 42, 43, 44, 45, 46, 47, 48, 49, 50,         51,         52,
	['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, ['+'] = 63, ['/'] = 64,
};

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

/* Four characters are three bytes. False when one of them is none. */
static bool base64_decode_group(const char *text, unsigned char *bytes)
{
	uint32_t group = 0;
	bool all = true;

	for (size_t i = 0; i < 4; i++) {
		unsigned int value = base64_values[(unsigned char)text[i]];

		all &= value > 0;
		group = group << 6 | (value - 1);
	}
	bytes[0] = (unsigned char)(group >> 16);
	bytes[1] = (unsigned char)(group >> 8);
	bytes[2] = (unsigned char)group;
	return all;
}

/* Padding stands for bits that are 0, as an 'A' does; bits that are left over are 0, too. */
static bool base64_decode_last(const char *text, size_t padding, unsigned char *bytes)
{
	char group[4] = {'A', 'A', 'A', 'A'};

	memcpy(group, text, sizeof(group) - padding);
	if (!base64_decode_group(group, bytes))
		return false;
	return (padding == 0 || bytes[2] == 0) && (padding < 2 || bytes[1] == 0);
}

bool base64_decode(struct octets text, unsigned char *bytes, size_t *size)
{
	size_t padding, last;

	if (text.length == 0 || text.length % 4 != 0 || text.length > BASE64_LENGTH_MAX)
		return false;
	padding = base64_padding(text);
	last = text.length - 4;
	for (size_t at = 0; at < last; at += 4) {
		if (!base64_decode_group(text.data + at, bytes + BASE64_BYTES(at)))
			return false;
	}
	*size = BASE64_BYTES(text.length) - padding;
	return base64_decode_last(text.data + last, padding, bytes + BASE64_BYTES(last));
}
