/* Hashes of passwords by libcrypt: yescrypt, bcrypt, sha-crypt, md5-crypt. */
#include "cred/password_budget.h"
#include "cred/password_fields.h"
#include "cred/password_scheme.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <crypt.h>
#include <errno.h>
#include <stdlib.h>

static_assert(PASSWORD_MAX == CRYPT_MAX_PASSPHRASE_SIZE - 1, "libcrypt counts the NUL");
static_assert(PASSWORD_HASH_MAX == CRYPT_OUTPUT_SIZE, "libcrypt counts the NUL");

/* A stored hash names its own cost. Above the higher ones, one login would keep a thread for
 * seconds, or take the memory of many. */
#define PASSWORD_BCRYPT_COST_MIN      10 /* log2 of the rounds */
#define PASSWORD_BCRYPT_COST_MAX      12
#define PASSWORD_SHA_CRYPT_ROUNDS_MIN 50000
#define PASSWORD_SHA_CRYPT_ROUNDS_MAX 1000000

/* Hashed against when there is nothing better. Costs what password_hash() makes. */
static const char password_crypt_reference[] = "$y$j9T$taqzauOag4G1Pz.aGuUhu0$";

static size_t password_yescrypt_number(char digit)
{
	static const char digits[] =
		"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	return (size_t)(strchrnul(digits, digit) - digits) + 1;
}

size_t password_yescrypt_memory(const char *fields)
{
	return (128 * password_yescrypt_number(fields[2])) << password_yescrypt_number(fields[1]);
}

/* "j9T$SALT$HASH": flags, log2 N and r, each one digit less one, as crypt_gensalt() writes them
 * whatever cost it is asked for. Other parameters are nobody's, and could cost anything. */
enum password_cost password_yescrypt_cost(const char *fields)
{
	if (strnlen(fields, 4) < 4 || fields[0] != 'j' || fields[3] != '$' ||
	    !password_field_is_last(fields + 4, 43))
		return PASSWORD_COST_MALFORMED;
	if (password_yescrypt_number(fields[1]) >= 32)
		return PASSWORD_COST_EXCESSIVE;
	return password_cost_within(password_yescrypt_memory(fields), PASSWORD_MEMORY,
				    PASSWORD_MEMORY_MAX);
}

/* "12$" and 53 characters of salt and hash. */
enum password_cost password_bcrypt_cost(const char *fields)
{
	unsigned long cost;

	if (strnlen(fields, 2) < 2 || fields[2] != '$' || !password_field_is_last(fields, 53))
		return PASSWORD_COST_MALFORMED;
	fields += *fields == '0';
	if (!password_field_number(&fields, &cost) || *fields != '$')
		return PASSWORD_COST_MALFORMED;
	return password_cost_within(cost, PASSWORD_BCRYPT_COST_MIN, PASSWORD_BCRYPT_COST_MAX);
}

/* "rounds=5000$SALT$HASH", or without the rounds, which are 5000 then. */
static enum password_cost password_sha_crypt_cost(const char *fields, size_t hash_length)
{
	unsigned long rounds = 5000;

	if (password_field_literal(&fields, "rounds=") &&
	    (!password_field_number(&fields, &rounds) || !password_field_literal(&fields, "$")))
		return PASSWORD_COST_MALFORMED;
	if (!password_field_is_last(fields, hash_length))
		return PASSWORD_COST_MALFORMED;
	return password_cost_within(rounds, PASSWORD_SHA_CRYPT_ROUNDS_MIN,
				    PASSWORD_SHA_CRYPT_ROUNDS_MAX);
}

enum password_cost password_sha256_crypt_cost(const char *fields)
{
	return password_sha_crypt_cost(fields, 43);
}

enum password_cost password_sha512_crypt_cost(const char *fields)
{
	return password_sha_crypt_cost(fields, 86);
}

/* "SALT$HASH": always a thousand rounds. */
enum password_cost password_md5_crypt_cost(const char *fields)
{
	if (strcspn(fields, "$") > 8 || !password_field_is_last(fields, 22))
		return PASSWORD_COST_MALFORMED;
	return PASSWORD_COST_LOW;
}

/* NULL when libcrypt cannot use the setting. Lives in `scratch`. */
static const char *password_crypt(const char *password, const char *setting,
				  struct crypt_data *scratch)
{
	return crypt_rn(password, setting, scratch, (int)sizeof(*scratch));
}

static void password_crypt_scratch_destroy(struct crypt_data *scratch)
{
	secret_wipe(scratch, sizeof(*scratch));
	free(scratch);
}

enum password_match password_crypt_compare(const char *password, const char *hash,
					   const char *fields)
{
	struct crypt_data *scratch = memory_take(1, sizeof(*scratch));
	const char *made = password_crypt(password, hash, scratch);
	enum password_match match = PASSWORD_UNUSABLE;

	(void)fields;
	/* Of another length: no password could ever be right. */
	if (made && strlen(made) == strlen(hash))
		match = password_match_of(octets_from(made), octets_from(hash));
	password_crypt_scratch_destroy(scratch);
	return match;
}

void password_crypt_waste(const char *password)
{
	password_crypt_compare(password, password_crypt_reference, NULL);
}

bool password_hash(struct octets password, struct password_budget *budget,
		   char hash[static PASSWORD_HASH_MAX], struct error *error)
{
	char text[PASSWORD_MAX + 1];
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];
	struct crypt_data *scratch;
	const char *made = NULL;

	if (!password_copy(password, text, sizeof(text))) {
		error_set(error, "cannot hash a password that %s",
			  password.length > PASSWORD_MAX ? "is too long" : "holds a NUL");
		return false;
	}
	scratch = memory_take(1, sizeof(*scratch));
	password_budget_take(budget, PASSWORD_MEMORY);
	if (crypt_gensalt_rn("$y$", 0, NULL, 0, setting, sizeof(setting)))
		made = password_crypt(text, setting, scratch);
	password_budget_give_back(budget, PASSWORD_MEMORY);
	if (made)
		strcpy(hash, made);
	else
		error_set(error, "cannot hash the password: %s", strerror(errno));
	password_crypt_scratch_destroy(scratch);
	secret_wipe(text, sizeof(text));
	return made;
}
