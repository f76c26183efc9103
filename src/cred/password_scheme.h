/* The schemes that hashes of passwords are written in: what each costs, and how it compares. */
#ifndef CRED_PASSWORD_SCHEME_H
#define CRED_PASSWORD_SCHEME_H

#include "postern/password.h"

enum password_cost {
	PASSWORD_COST_MALFORMED = 0, /* or cut: no password could ever be right */
	PASSWORD_COST_ABSENT,        /* a scheme that the program was built without */
	PASSWORD_COST_EXCESSIVE,     /* a login would keep a thread for long, or much memory */
	PASSWORD_COST_LOW,           /* guessed quickly by whoever steals it */
	PASSWORD_COST_FAIR,          /* by the OWASP password storage cheat sheet */
};

/* One of them. All texts are C strings, because the libraries take no others. */
struct password_scheme {
	const char *prefix;
	const char *name; /* for people */
	bool dated;       /* still verified, and no longer made */
	/* Bytes of a password that count, if fewer than PASSWORD_MAX: what is longer is wrong. */
	size_t password_max;

	/* Hashes nothing. `fields` is what stands behind the prefix. */
	enum password_cost (*cost)(const char *fields);

	/* Bytes that compare() will take, asked under the same condition. NULL: hardly any. */
	size_t (*memory)(const char *fields);

	/* Asked only when the cost is LOW or FAIR. UNUSABLE: the library refused, or had not the
	 * memory. */
	enum password_match (*compare)(const char *password, const char *hash, const char *fields);
};

/* Bytes that any hash takes at most, and therefore all that are computed at one time. */
#define PASSWORD_MEMORY_MAX (256ul << 20)

/* The same of a hash of our own. */
#define PASSWORD_MEMORY (16ul << 20)

/* NULL: none that is known. */
const struct password_scheme *password_scheme_find(const char *hash);

/* Makes a C string. False when the octets are absent, too many or hold a NUL. */
bool password_copy(struct octets octets, char *text, size_t size);

/* Does the work of a comparison with a hash of our own, and forgets it. */
void password_crypt_waste(const char *password);

/* The families, for the table. */
enum password_cost password_yescrypt_cost(const char *fields);
size_t password_yescrypt_memory(const char *fields);
enum password_cost password_bcrypt_cost(const char *fields);
enum password_cost password_sha256_crypt_cost(const char *fields);
enum password_cost password_sha512_crypt_cost(const char *fields);
enum password_cost password_md5_crypt_cost(const char *fields); /* of apr1, too */
enum password_match password_crypt_compare(const char *password, const char *hash,
					   const char *fields);
enum password_match password_apr1_compare(const char *password, const char *hash,
					  const char *fields);

enum password_cost password_sha_cost(const char *fields);
enum password_cost password_ssha_cost(const char *fields);
enum password_match password_sha_compare(const char *password, const char *hash,
					 const char *fields); /* of SSHA, too */

enum password_cost password_scrypt_cost(const char *fields);
size_t password_scrypt_memory(const char *fields);
enum password_cost password_pbkdf2_sha256_cost(const char *fields);
enum password_cost password_pbkdf2_sha512_cost(const char *fields);
enum password_match password_scrypt_compare(const char *password, const char *hash,
					    const char *fields);
enum password_match password_pbkdf2_sha256_compare(const char *password, const char *hash,
						   const char *fields);
enum password_match password_pbkdf2_sha512_compare(const char *password, const char *hash,
						   const char *fields);

/* One of two files, by ARGON2 in the Makefile. */
enum password_cost password_argon2_cost(const char *fields);
size_t password_argon2_memory(const char *fields);
enum password_match password_argon2_compare(const char *password, const char *hash,
					    const char *fields);

#endif
