/* What the parts of a request head are made of. */
#include "http/head_bytes.h"

static const bool head_bytes_token[256] = {
	['!'] = true,         ['#'] = true,         ['$'] = true, ['%'] = true,
	['&'] = true,         ['\''] = true,        ['*'] = true, ['+'] = true,
	['-'] = true,         ['.'] = true,         ['^'] = true, ['_'] = true,
	['`'] = true,         ['|'] = true,         ['~'] = true, ['0' ... '9'] = true,
	['A' ... 'Z'] = true, ['a' ... 'z'] = true,
};

static const bool head_bytes_host[256] = {
	['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['-'] = true,
	['.'] = true,         ['_'] = true,         ['~'] = true,         ['%'] = true,
	['!'] = true,         ['$'] = true,         ['&'] = true,         ['\''] = true,
	['('] = true,         [')'] = true,         ['*'] = true,         ['+'] = true,
	[','] = true,         [';'] = true,         ['='] = true,         [':'] = true,
	['['] = true,         [']'] = true,
};

static bool head_bytes_are(struct octets octets, const bool bytes[static 256])
{
	for (size_t i = 0; i < octets.length; i++)
		if (!bytes[(unsigned char)octets.data[i]])
			return false;
	return true;
}

bool head_is_token(struct octets octets)
{
	return octets.length > 0 && head_bytes_are(octets, head_bytes_token);
}

bool head_is_host(struct octets octets)
{
	return head_bytes_are(octets, head_bytes_host);
}

bool head_is_visible(struct octets octets)
{
	for (size_t i = 0; i < octets.length; i++) {
		unsigned char byte = (unsigned char)octets.data[i];

		if (byte <= ' ' || byte >= 0x7f)
			return false;
	}
	return true;
}
