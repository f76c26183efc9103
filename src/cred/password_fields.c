/* Reads literals, numbers and Base64 in hashes of passwords. */
#include "cred/password_fields.h"

#include "base/base64.h"
#include "postern/secret.h"

#include <stdint.h>
#include <stdlib.h>

#define PASSWORD_FIELD_HASH_MIN 16 /* bytes: fewer might be met by chance */

bool password_field_literal(const char **rest, const char *literal)
{
	size_t length = strlen(literal);

	if (strncmp(*rest, literal, length) != 0)
		return false;
	*rest += length;
	return true;
}

bool password_field_number(const char **rest, unsigned long *number)
{
	size_t length = strspn(*rest, "0123456789");

	if (length == 0 || length > 10 || (length > 1 && **rest == '0'))
		return false;
	*number = strtoul(*rest, NULL, 10);
	*rest += length;
	return *number <= UINT32_MAX;
}

/* Up to a '$' or to the end. */
static bool password_field_bytes(const char **rest, struct password_bytes *bytes)
{
	char text[BASE64_TEXT(PASSWORD_BYTES_MAX)];
	size_t length = strcspn(*rest, "$");
	size_t padded = (length + 3) / 4 * 4;

	if (padded >= sizeof(text))
		return false;
	for (size_t i = 0; i < length; i++)
		text[i] = (*rest)[i] == '.' ? '+' : (*rest)[i];
	memset(text + length, '=', padded - length);
	*rest += length;
	return base64_decode((struct octets){text, padded}, bytes->bytes, &bytes->length) &&
	       bytes->length <= PASSWORD_BYTES_MAX;
}

bool password_field_salt_and_hash(const char *rest, struct password_bytes *salt,
				  struct password_bytes *hash)
{
	return password_field_literal(&rest, "$") && password_field_bytes(&rest, salt) &&
	       password_field_literal(&rest, "$") && password_field_bytes(&rest, hash) &&
	       *rest == '\0' && hash->length >= PASSWORD_FIELD_HASH_MIN;
}

bool password_field_is_last(const char *fields, size_t length)
{
	const char *last = strrchr(fields, '$');

	return last && strlen(last + 1) == length;
}

enum password_cost password_cost_within(unsigned long cost, unsigned long min, unsigned long max)
{
	if (cost > max)
		return PASSWORD_COST_EXCESSIVE;
	return cost < min ? PASSWORD_COST_LOW : PASSWORD_COST_FAIR;
}

enum password_match password_match_of(struct octets made, struct octets stored)
{
	return secret_equal(made, stored) ? PASSWORD_RIGHT : PASSWORD_WRONG;
}

enum password_match password_match_bytes(unsigned char *made, const struct password_bytes *stored)
{
	enum password_match match =
		password_match_of((struct octets){(const char *)made, stored->length},
				  (struct octets){(const char *)stored->bytes, stored->length});

	secret_wipe(made, stored->length);
	return match;
}
