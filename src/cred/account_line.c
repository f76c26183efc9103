/* Takes apart what htpasswd and htdigest write. */
#include "postern/account_line.h"

#include "base/hex.h"
#include "postern/avatar_id.h"
#include "postern/octets_parts.h"
#include "postern/password.h"
#include "postern/precis.h"
#include "postern/secret.h"

static bool account_line_accept_name(struct octets name, struct error *doubt)
{
	if (name.length <= AVATAR_ID_MAX && precis_is_prepared(PRECIS_USERNAME, name))
		return true;
	error_set(doubt, "user name can never log in");
	return false;
}

bool account_line_read_password(struct octets text, struct octets *name, struct octets *hash,
				struct error *doubt)
{
	const char *defect;

	if (!octets_cut(&text, ':', name)) {
		error_set(doubt, "no ':'");
		return false;
	}
	if (!octets_cut(&text, ':', hash))
		*hash = text;
	if (!account_line_accept_name(*name, doubt))
		return false;
	defect = password_defect(*hash);
	if (defect)
		error_set(doubt, "user '%.*s': %s", (int)name->length, name->data, defect);
	return true;
}

bool account_line_decode(struct octets digits, unsigned char ha1[static DIGEST_SIZE_MAX],
			 enum digest_algorithm *algorithm)
{
	*algorithm = digits.length == 32 ? DIGEST_ALGORITHM_MD5 : DIGEST_ALGORITHM_SHA_256;
	return hex_decode(digits, ha1, digest_algorithm_size(*algorithm));
}

bool account_line_read_digest(struct octets text, struct octets *name, struct digest_space *space,
			      struct octets *digits, struct error *doubt)
{
	unsigned char ha1[DIGEST_SIZE_MAX];
	const char *colon;

	if (!octets_cut(&text, ':', name) || !memchr(text.data, ':', text.length)) {
		error_set(doubt, "fewer than two ':'");
		return false;
	}
	colon = memrchr(text.data, ':', text.length);
	space->realm = (struct octets){text.data, (size_t)(colon - text.data)};
	*digits = octets_skip(text, space->realm.length + 1);
	if (!account_line_accept_name(*name, doubt))
		return false;
	if (account_line_decode(*digits, ha1, &space->algorithm)) {
		secret_wipe(ha1, sizeof(ha1));
		return true;
	}
	error_set(doubt, "user '%.*s': not 32 digits of MD5 or 64 of SHA-256", (int)name->length,
		  name->data);
	return false;
}
