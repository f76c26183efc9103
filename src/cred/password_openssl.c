/* Hashes of passwords by OpenSSL: scrypt (RFC 7914) and PBKDF2 (RFC 8018). */
#include "cred/password_fields.h"
#include "cred/password_scheme.h"

#include <openssl/evp.h>

/* OWASP, and what costs half a second or 256 MiB. */
#define PASSWORD_SCRYPT_SIZE_MIN   (80ul << 20) /* bytes: 128 N r p */
#define PASSWORD_PBKDF2_SHA256_MIN 600000       /* rounds */
#define PASSWORD_PBKDF2_SHA512_MIN 220000
#define PASSWORD_PBKDF2_ROUNDS_MAX 1000000

/* Parameters, salt and hash of either. */
struct password_kdf {
	unsigned long rounds;
	unsigned long log2_n, r, p;
	struct password_bytes salt;
	struct password_bytes hash;
};

/* "ln=17,r=8,p=1$SALT$HASH" */
static bool password_scrypt_read(const char *rest, struct password_kdf *kdf)
{
	return password_field_literal(&rest, "ln=") && password_field_number(&rest, &kdf->log2_n) &&
	       password_field_literal(&rest, ",r=") && password_field_number(&rest, &kdf->r) &&
	       password_field_literal(&rest, ",p=") && password_field_number(&rest, &kdf->p) &&
	       kdf->log2_n > 0 && kdf->r > 0 && kdf->p > 0 &&
	       password_field_salt_and_hash(rest, &kdf->salt, &kdf->hash);
}

/* "600000$SALT$HASH" */
static bool password_pbkdf2_read(const char *rest, struct password_kdf *kdf)
{
	return password_field_number(&rest, &kdf->rounds) && kdf->rounds > 0 &&
	       password_field_salt_and_hash(rest, &kdf->salt, &kdf->hash);
}

enum password_cost password_scrypt_cost(const char *fields)
{
	struct password_kdf kdf;
	unsigned long product;

	if (!password_scrypt_read(fields, &kdf))
		return PASSWORD_COST_MALFORMED;
	/* Below 2^32 each: the product of two is no more than a number holds. */
	product = kdf.r * kdf.p;
	if (kdf.log2_n >= 32 || product > PASSWORD_MEMORY_MAX / 128)
		return PASSWORD_COST_EXCESSIVE;
	return password_cost_within((128 * product) << kdf.log2_n, PASSWORD_SCRYPT_SIZE_MIN,
				    PASSWORD_MEMORY_MAX);
}

size_t password_scrypt_memory(const char *fields)
{
	struct password_kdf kdf;

	return password_scrypt_read(fields, &kdf) ? (128 * kdf.r * kdf.p) << kdf.log2_n : 0;
}

static enum password_cost password_pbkdf2_cost(const char *fields, unsigned long rounds_min)
{
	struct password_kdf kdf;

	if (!password_pbkdf2_read(fields, &kdf))
		return PASSWORD_COST_MALFORMED;
	return password_cost_within(kdf.rounds, rounds_min, PASSWORD_PBKDF2_ROUNDS_MAX);
}

enum password_cost password_pbkdf2_sha256_cost(const char *fields)
{
	return password_pbkdf2_cost(fields, PASSWORD_PBKDF2_SHA256_MIN);
}

enum password_cost password_pbkdf2_sha512_cost(const char *fields)
{
	return password_pbkdf2_cost(fields, PASSWORD_PBKDF2_SHA512_MIN);
}

enum password_match password_scrypt_compare(const char *password, const char *hash,
					    const char *fields)
{
	unsigned char made[PASSWORD_BYTES_MAX];
	struct password_kdf kdf;

	(void)hash;
	if (!password_scrypt_read(fields, &kdf) ||
	    EVP_PBE_scrypt(password, strlen(password), kdf.salt.bytes, kdf.salt.length,
			   1ul << kdf.log2_n, kdf.r, kdf.p, 2 * PASSWORD_MEMORY_MAX, made,
			   kdf.hash.length) != 1)
		return PASSWORD_UNUSABLE;
	return password_match_bytes(made, &kdf.hash);
}

static enum password_match password_pbkdf2_compare(const char *password, const char *fields,
						   const EVP_MD *type)
{
	unsigned char made[PASSWORD_BYTES_MAX];
	struct password_kdf kdf;

	if (!password_pbkdf2_read(fields, &kdf) ||
	    PKCS5_PBKDF2_HMAC(password, (int)strlen(password), kdf.salt.bytes, (int)kdf.salt.length,
			      (int)kdf.rounds, type, (int)kdf.hash.length, made) != 1)
		return PASSWORD_UNUSABLE;
	return password_match_bytes(made, &kdf.hash);
}

enum password_match password_pbkdf2_sha256_compare(const char *password, const char *hash,
						   const char *fields)
{
	(void)hash;
	return password_pbkdf2_compare(password, fields, EVP_sha256());
}

enum password_match password_pbkdf2_sha512_compare(const char *password, const char *hash,
						   const char *fields)
{
	(void)hash;
	return password_pbkdf2_compare(password, fields, EVP_sha512());
}
