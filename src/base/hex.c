/* Writes and reads hexadecimal digits. */
#include "base/hex.h"

#include <assert.h>
#include <stdint.h>

#define HEX_BLOCK 16 /* bytes that are written at a stroke */

typedef uint8_t hex_block __attribute__((vector_size(HEX_BLOCK)));

/* What is written may be a secret: no look at a table, and no branch, tells of it. */
static hex_block hex_characters(hex_block values)
{
	return values + '0' + ((hex_block)(values > 9) & ('a' - '0' - 10));
}

static void hex_encode_block(const unsigned char *bytes, char *text)
{
	hex_block both, high, low, first, second;

	memcpy(&both, bytes, sizeof(both));
	high = hex_characters(both >> 4);
	low = hex_characters(both & 0x0f);
	first = __builtin_shufflevector(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22,
					7, 23);
	second = __builtin_shufflevector(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29,
					 14, 30, 15, 31);
	memcpy(text, &first, sizeof(first));
	memcpy(text + HEX_BLOCK, &second, sizeof(second));
}

void hex_encode(const unsigned char *bytes, size_t length, char *text)
{
	assert(length % HEX_BLOCK == 0);
	for (size_t i = 0; i < length; i += HEX_BLOCK)
		hex_encode_block(bytes + i, text + 2 * i);
	text[2 * length] = '\0';
}

#define HEX_VALUE 0x0f
#define HEX_DIGIT 0x10

/* The value of a hexadecimal digit, and HEX_DIGIT; 0: none. A table, because the digits of a hash
 * are in no order that a branch could be predicted from. */
static const unsigned char hex_digits[256] = {
	['0'] = 0x10, ['1'] = 0x11, ['2'] = 0x12, ['3'] = 0x13, ['4'] = 0x14, ['5'] = 0x15,
	['6'] = 0x16, ['7'] = 0x17, ['8'] = 0x18, ['9'] = 0x19, ['a'] = 0x1a, ['b'] = 0x1b,
	['c'] = 0x1c, ['d'] = 0x1d, ['e'] = 0x1e, ['f'] = 0x1f, ['A'] = 0x1a, ['B'] = 0x1b,
	['C'] = 0x1c, ['D'] = 0x1d, ['E'] = 0x1e, ['F'] = 0x1f,
};

bool hex_decode(struct octets text, unsigned char *bytes, size_t length)
{
	unsigned int all = HEX_DIGIT;

	if (text.length != 2 * length)
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned int high = hex_digits[(unsigned char)text.data[2 * i]];
		unsigned int low = hex_digits[(unsigned char)text.data[2 * i + 1]];

		all &= high & low;
		bytes[i] = (unsigned char)(high << 4 | (low & HEX_VALUE));
	}
	return all != 0;
}

bool hex_unescape(struct octets text, unsigned char *octet)
{
	unsigned char decoded;

	if (text.length < HEX_ESCAPE_LENGTH || text.data[0] != '%' ||
	    !hex_decode((struct octets){.data = text.data + 1, .length = 2}, &decoded, 1))
		return false;
	*octet = decoded;
	return true;
}
