/* Makes and checks hashes of passwords with libcrypt, at bounded cost. */
#include "postern/password.h"

#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <crypt.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static_assert(PASSWORD_MAX == CRYPT_MAX_PASSPHRASE_SIZE - 1, "libcrypt counts the NUL");
static_assert(PASSWORD_HASH_MAX == CRYPT_OUTPUT_SIZE, "libcrypt counts the NUL");

/* A stored hash names its own cost. Above these, one login would keep a thread for seconds, or take
 * the memory of many. */
#define PASSWORD_BCRYPT_COST_MAX      12 /* log2 of the rounds */
#define PASSWORD_SHA_CRYPT_ROUNDS_MAX 1000000
#define PASSWORD_YESCRYPT_SIZE_MAX    (256ul << 20) /* bytes */

/* Hashed against when there is nothing better. Costs what password_hash() makes. */
static const char password_reference[] = "$y$j9T$taqzauOag4G1Pz.aGuUhu0$";

/* "j9T$": flags, log2 N and r, each one digit less one, as crypt_gensalt() writes them whatever
 * cost it is asked for. Other parameters are nobody's, and could cost anything. */
static bool password_yescrypt_affordable(const char *parameters)
{
	static const char digits[] =
		"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	size_t log2_n;
	size_t r;

	if (strnlen(parameters, 4) < 4 || parameters[0] != 'j' || parameters[3] != '$')
		return false;
	log2_n = (size_t)(strchrnul(digits, parameters[1]) - digits) + 1;
	r = (size_t)(strchrnul(digits, parameters[2]) - digits) + 1;
	return log2_n < 32 && ((r * 128) << log2_n) <= PASSWORD_YESCRYPT_SIZE_MAX;
}

/* "12$": two digits. */
static bool password_bcrypt_affordable(const char *parameters)
{
	char *end;
	unsigned long cost = strtoul(parameters, &end, 10);

	return isdigit((unsigned char)parameters[0]) && end == parameters + 2 && *end == '$' &&
	       cost <= PASSWORD_BCRYPT_COST_MAX;
}

/* "rounds=5000$", or nothing, which is 5000. */
static bool password_sha_crypt_affordable(const char *parameters)
{
	static const char name[] = "rounds=";
	const char *rounds = parameters + strlen(name);
	char *end;

	if (strncmp(parameters, name, strlen(name)) != 0)
		return true;
	return isdigit((unsigned char)*rounds) &&
	       strtoul(rounds, &end, 10) <= PASSWORD_SHA_CRYPT_ROUNDS_MAX && *end == '$';
}

/* The others of crypt(5) are too weak, or hardly used. */
static const struct {
	const char *prefix;
	bool (*affordable)(const char *parameters);
} password_schemes[] = {
	{.prefix = "$y$", .affordable = password_yescrypt_affordable},
	{.prefix = "$gy$", .affordable = password_yescrypt_affordable},
	{.prefix = "$2b$", .affordable = password_bcrypt_affordable},
	{.prefix = "$2y$", .affordable = password_bcrypt_affordable},
	{.prefix = "$2a$", .affordable = password_bcrypt_affordable},
	{.prefix = "$6$", .affordable = password_sha_crypt_affordable},
	{.prefix = "$5$", .affordable = password_sha_crypt_affordable},
};

#define PASSWORD_SCHEME_COUNT (sizeof(password_schemes) / sizeof(password_schemes[0]))

static bool password_setting_affordable(const char *setting)
{
	for (size_t i = 0; i < PASSWORD_SCHEME_COUNT; i++) {
		size_t length = strlen(password_schemes[i].prefix);

		if (strncmp(setting, password_schemes[i].prefix, length) == 0)
			return password_schemes[i].affordable(setting + length);
	}
	return false;
}

/* Makes a C string, for libcrypt. False when the octets are absent, too many or hold a NUL. */
static bool password_copy(struct octets octets, char *text, size_t size)
{
	if (!octets.data || octets.length >= size || memchr(octets.data, '\0', octets.length))
		return false;
	memcpy(text, octets.data, octets.length);
	text[octets.length] = '\0';
	return true;
}

/* NULL when libcrypt cannot use the setting. Lives in `scratch`. */
static const char *password_crypt(const char *password, const char *setting,
				  struct crypt_data *scratch)
{
	return crypt_rn(password, setting, scratch, (int)sizeof(*scratch));
}

static void password_scratch_destroy(struct crypt_data *scratch)
{
	secret_wipe(scratch, sizeof(*scratch));
	free(scratch);
}

bool password_hash(struct octets password, char hash[static PASSWORD_HASH_MAX], struct error *error)
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
	if (crypt_gensalt_rn("$y$", 0, NULL, 0, setting, sizeof(setting)))
		made = password_crypt(text, setting, scratch);
	if (made)
		strcpy(hash, made);
	else
		error_set(error, "cannot hash the password: %s", strerror(errno));
	password_scratch_destroy(scratch);
	secret_wipe(text, sizeof(text));
	return made;
}

/* Hashes once at the least, whatever the stored text is. */
static enum password_match password_compare(const char *password, struct octets hash,
					    struct crypt_data *scratch)
{
	char setting[PASSWORD_HASH_MAX];
	const char *made = NULL;

	if (password_copy(hash, setting, sizeof(setting)) && password_setting_affordable(setting))
		made = password_crypt(password, setting, scratch);
	if (!made) {
		password_crypt(password, password_reference, scratch);
		return PASSWORD_UNUSABLE;
	}
	/* Cut, or with something behind it: no password could ever be right. */
	if (strlen(made) != hash.length)
		return PASSWORD_UNUSABLE;
	return secret_equal(octets_from(made), hash) ? PASSWORD_RIGHT : PASSWORD_WRONG;
}

enum password_match password_verify(struct octets password, struct octets hash)
{
	const struct octets nobody = octets_from(password_reference);
	char text[PASSWORD_MAX + 1] = "";
	bool comparable = password_copy(password, text, sizeof(text)) && hash.data;
	struct crypt_data *scratch = memory_take(1, sizeof(*scratch));
	enum password_match match = password_compare(text, comparable ? hash : nobody, scratch);

	password_scratch_destroy(scratch);
	secret_wipe(text, sizeof(text));
	return comparable ? match : PASSWORD_WRONG;
}
