/* Writes and reads hexadecimal digits. */
#include "base/hex.h"

#include <assert.h>
#include <endian.h>
#include <stdint.h>

/* Eight digits at a stroke. What is written may be a secret: no look at a table, and no branch,
 * tells of it. */
static void hex_encode_four(const unsigned char *bytes, char *text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint32_t four;
	uint64_t digits;

	memcpy(&four, bytes, sizeof(four));
	digits = le32toh(four);
	digits = (digits | digits << 16) & UINT64_C(0x0000ffff0000ffff);
	digits = (digits | digits << 8) & UINT64_C(0x00ff00ff00ff00ff);
	digits = (digits >> 4 | digits << 8) & (ones * 0x0f);
	/* Six more than a letter's value reaches the higher half of its byte. */
	digits += ones * '0' + ((digits + ones * 6) >> 4 & ones) * ('a' - '0' - 10);
	digits = htole64(digits);
	memcpy(text, &digits, sizeof(digits));
}

void hex_encode(const unsigned char *bytes, size_t length, char *text)
{
	assert(length % 4 == 0);
	for (size_t i = 0; i < length; i += 4)
		hex_encode_four(bytes + i, text + 2 * i);
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
