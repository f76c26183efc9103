/* Any octets as base64 and as what it hides: only the canonical text is taken, and each comes out
 * of the other. */
#include "http/base64.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The grammar of RFC 4648 section 4, read anew: how many bits a character stands for, or -1. */
static int bits(char character)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = memchr(alphabet, character, sizeof(alphabet) - 1);

	return found ? (int)(found - alphabet) : -1;
}

static size_t padding(struct octets text)
{
	size_t count = 0;

	while (count < 2 && text.data[text.length - 1 - count] == '=')
		count++;
	return count;
}

static bool is_canonical(struct octets text)
{
	static const int stray[] = {0, 3, 15}; /* bits that no byte takes, by the padding */
	size_t last;

	if (text.length == 0 || text.length % 4 != 0 || text.length > BASE64_LENGTH_MAX)
		return false;
	last = text.length - padding(text) - 1;
	for (size_t i = 0; i <= last; i++)
		if (bits(text.data[i]) < 0)
			return false;
	return (bits(text.data[last]) & stray[padding(text)]) == 0;
}

static void must_be_text_of(struct octets text, const unsigned char *bytes, size_t size)
{
	assert(size == text.length / 4 * 3 - padding(text));
	for (size_t i = 0; i < size; i++) {
		const char *four = text.data + i / 3 * 4 + i % 3;
		int shift = 2 * (int)(i % 3) + 2;

		assert(bytes[i] ==
		       (unsigned char)(bits(four[0]) << shift |
				       (four[1] == '=' ? 0 : bits(four[1]) >> (6 - shift))));
	}
}

static void decode(struct octets text)
{
	unsigned char bytes[BASE64_BYTES(BASE64_LENGTH_MAX)];
	char again[BASE64_LENGTH_MAX + 1];
	size_t size;

	if (!base64_decode(text, bytes, &size)) {
		assert(!is_canonical(text));
		return;
	}
	assert(is_canonical(text));
	must_be_text_of(text, bytes, size);
	base64_encode(bytes, size, again);
	assert(octets_equal(octets_from(again), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[BASE64_LENGTH_MAX + 1];
	unsigned char bytes[BASE64_BYTES(BASE64_LENGTH_MAX)];
	size_t decoded;

	decode((struct octets){(const char *)data, size});
	if (BASE64_TEXT(size) > sizeof(text) || size == 0)
		return 0;
	base64_encode(data, size, text);
	assert(strlen(text) == BASE64_TEXT(size) - 1);
	assert(base64_decode(octets_from(text), bytes, &decoded));
	assert(decoded == size && memcmp(bytes, data, size) == 0);
	return 0;
}
