/* Writes and reads hexadecimal digits. */
#include "base/hex.h"

void hex_encode(const unsigned char *bytes, size_t length, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < length; i++) {
		*text++ = digits[bytes[i] >> 4];
		*text++ = digits[bytes[i] & 15];
	}
	*text = '\0';
}

/* One more than the value of a hexadecimal digit; 0: none. A table, because the digits of a hash
 * are in no order that a branch could be predicted from. */
static const unsigned char hex_values[256] = {
	['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
	['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16, ['A'] = 11, ['B'] = 12,
	['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

bool hex_decode(struct octets text, unsigned char *bytes, size_t length)
{
	if (text.length != 2 * length)
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned int high = hex_values[(unsigned char)text.data[2 * i]];
		unsigned int low = hex_values[(unsigned char)text.data[2 * i + 1]];

		if (high == 0 || low == 0)
			return false;
		bytes[i] = (unsigned char)((high - 1) << 4 | (low - 1));
	}
	return true;
}

bool hex_unescape(struct octets text, unsigned char *octet)
{
	return text.length >= HEX_ESCAPE_LENGTH && text.data[0] == '%' &&
	       hex_decode((struct octets){.data = text.data + 1, .length = 2}, octet, 1);
}
