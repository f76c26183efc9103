/* Base64: OpenSSL writes it; what it reads it reads leniently, and so the reading is ours. */
#include "base/base64.h"

#include <limits.h>
#include <openssl/evp.h>

#define BASE64_CHARACTER 0x40

/* The value of each character, and BASE64_CHARACTER; 0: none. */
static const unsigned char base64_characters[UCHAR_MAX + 1] = {
	['A'] = 0x40, 0x41, 0x42,         0x43,         0x44, 0x45, 0x46,         0x47, 0x48, 0x49,
	0x4a,         0x4b, 0x4c,         0x4d,         0x4e, 0x4f, 0x50,         0x51, 0x52, 0x53,
	0x54,         0x55, 0x56,         0x57,         0x58, 0x59, ['a'] = 0x5a, 0x5b, 0x5c, 0x5d,
	0x5e,         0x5f, 0x60,         0x61,         0x62, 0x63, 0x64,         0x65, 0x66, 0x67,
	0x68,         0x69, 0x6a,         0x6b,         0x6c, 0x6d, 0x6e,         0x6f, 0x70, 0x71,
	0x72,         0x73, ['0'] = 0x74, 0x75,         0x76, 0x77, 0x78,         0x79, 0x7a, 0x7b,
	0x7c,         0x7d, ['+'] = 0x7e, ['/'] = 0x7f,
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
static inline bool base64_decode_group(const char *text, unsigned char *bytes)
{
	unsigned int first = base64_characters[(unsigned char)text[0]];
	unsigned int second = base64_characters[(unsigned char)text[1]];
	unsigned int third = base64_characters[(unsigned char)text[2]];
	unsigned int fourth = base64_characters[(unsigned char)text[3]];

	bytes[0] = (unsigned char)(first << 2 | (second >> 4 & 0x03));
	bytes[1] = (unsigned char)(second << 4 | (third >> 2 & 0x0f));
	bytes[2] = (unsigned char)(third << 6 | (fourth & 0x3f));
	return (first & second & third & fourth & BASE64_CHARACTER) != 0;
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
