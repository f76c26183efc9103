/* Lists the schemes that hashes of passwords may be written in. */
#include "cred/password_scheme.h"

/*
 * crypt(5) names the first ones, and apr1 and {SHA} are htpasswd's. PBKDF2 is written as passlib
 * does ("$pbkdf2-sha256$ROUNDS$SALT$HASH"), scrypt as passlib and as the PHC string format do
 * ("$scrypt$ln=17,r=8,p=1$SALT$HASH"). What is not there is too weak (traditional DES crypt keeps
 * 8 bytes of a password), or hardly used.
 */
static const struct password_scheme password_schemes[] = {
	{.prefix = "$y$",
	 .name = "yescrypt",
	 .cost = password_yescrypt_cost,
	 .memory = password_yescrypt_memory,
	 .compare = password_crypt_compare},
	{.prefix = "$gy$",
	 .name = "gost-yescrypt",
	 .cost = password_yescrypt_cost,
	 .memory = password_yescrypt_memory,
	 .compare = password_crypt_compare},
	{.prefix = "$argon2id$",
	 .name = "argon2id",
	 .cost = password_argon2_cost,
	 .memory = password_argon2_memory,
	 .compare = password_argon2_compare},
	{.prefix = "$scrypt$",
	 .name = "scrypt",
	 .cost = password_scrypt_cost,
	 .memory = password_scrypt_memory,
	 .compare = password_scrypt_compare},
	{.prefix = "$pbkdf2-sha256$",
	 .name = "pbkdf2-sha256",
	 .cost = password_pbkdf2_sha256_cost,
	 .compare = password_pbkdf2_sha256_compare},
	{.prefix = "$pbkdf2-sha512$",
	 .name = "pbkdf2-sha512",
	 .cost = password_pbkdf2_sha512_cost,
	 .compare = password_pbkdf2_sha512_compare},
	{.prefix = "$2b$",
	 .name = "bcrypt",
	 .dated = true,
	 .password_max = 72,
	 .cost = password_bcrypt_cost,
	 .compare = password_crypt_compare},
	{.prefix = "$2y$",
	 .name = "bcrypt",
	 .dated = true,
	 .password_max = 72,
	 .cost = password_bcrypt_cost,
	 .compare = password_crypt_compare},
	{.prefix = "$2a$",
	 .name = "bcrypt",
	 .dated = true,
	 .password_max = 72,
	 .cost = password_bcrypt_cost,
	 .compare = password_crypt_compare},
	{.prefix = "$6$",
	 .name = "sha512-crypt",
	 .dated = true,
	 .cost = password_sha512_crypt_cost,
	 .compare = password_crypt_compare},
	{.prefix = "$5$",
	 .name = "sha256-crypt",
	 .dated = true,
	 .cost = password_sha256_crypt_cost,
	 .compare = password_crypt_compare},
	{.prefix = "$1$",
	 .name = "md5-crypt",
	 .dated = true,
	 .cost = password_md5_crypt_cost,
	 .compare = password_crypt_compare},
	{.prefix = "$apr1$",
	 .name = "apr1",
	 .dated = true,
	 .cost = password_md5_crypt_cost,
	 .compare = password_apr1_compare},
	{.prefix = "{SHA}",
	 .name = "{SHA}",
	 .dated = true,
	 .cost = password_sha_cost,
	 .compare = password_sha_compare},
	{.prefix = "{SSHA}",
	 .name = "{SSHA}",
	 .dated = true,
	 .cost = password_ssha_cost,
	 .compare = password_sha_compare},
};

#define PASSWORD_SCHEME_COUNT (sizeof(password_schemes) / sizeof(password_schemes[0]))

const struct password_scheme *password_scheme_find(const char *hash)
{
	for (size_t i = 0; i < PASSWORD_SCHEME_COUNT; i++) {
		const struct password_scheme *scheme = &password_schemes[i];

		if (strncmp(hash, scheme->prefix, strlen(scheme->prefix)) == 0)
			return scheme;
	}
	return NULL;
}
