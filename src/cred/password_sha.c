/* The SHA-1 hashes of htpasswd and of LDAP (RFC 2307): one round, with or without a salt. */
#include "base/base64.h"
#include "cred/password_fields.h"
#include "cred/password_scheme.h"
#include "postern/secret.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

/* The hash, and the salt behind it: {SSHA} has one. */
struct password_sha {
	unsigned char bytes[BASE64_BYTES(PASSWORD_HASH_MAX)];
	size_t salt_length;
};

static bool password_sha_read(const char *fields, struct password_sha *sha)
{
	size_t length;

	if (!base64_decode(octets_from(fields), sha->bytes, &length) || length < SHA_DIGEST_LENGTH)
		return false;
	sha->salt_length = length - SHA_DIGEST_LENGTH;
	return true;
}

enum password_cost password_sha_cost(const char *fields)
{
	struct password_sha sha;

	return password_sha_read(fields, &sha) && sha.salt_length == 0 ? PASSWORD_COST_LOW
								       : PASSWORD_COST_MALFORMED;
}

enum password_cost password_ssha_cost(const char *fields)
{
	struct password_sha sha;

	return password_sha_read(fields, &sha) && sha.salt_length > 0 ? PASSWORD_COST_LOW
								      : PASSWORD_COST_MALFORMED;
}

enum password_match password_sha_compare(const char *password, const char *hash, const char *fields)
{
	char salted[PASSWORD_MAX + PASSWORD_HASH_MAX];
	size_t length = strlen(password);
	unsigned char made[SHA_DIGEST_LENGTH];
	enum password_match match = PASSWORD_UNUSABLE;
	struct password_sha sha;

	(void)hash;
	if (!password_sha_read(fields, &sha))
		return PASSWORD_UNUSABLE;
	memcpy(salted, password, length);
	memcpy(salted + length, sha.bytes + SHA_DIGEST_LENGTH, sha.salt_length);
	if (EVP_Digest(salted, length + sha.salt_length, made, NULL, EVP_sha1(), NULL) == 1)
		match = password_match_of((struct octets){(char *)made, sizeof(made)},
					  (struct octets){(char *)sha.bytes, sizeof(made)});
	secret_wipe(salted, sizeof(salted));
	secret_wipe(made, sizeof(made));
	return match;
}
