/* The MD5 hashes of htpasswd: md5-crypt of crypt(5) with a prefix of its own. */
#include "cred/hash.h"
#include "cred/password_fields.h"
#include "cred/password_scheme.h"
#include "postern/secret.h"

#define PASSWORD_APR1_SIZE   16 /* bytes of MD5 */
#define PASSWORD_APR1_TEXT   22 /* characters that they are written in */
#define PASSWORD_APR1_ROUNDS 1000
/* Three, one for each 16 bytes of the password, one for each bit of its length. */
#define PASSWORD_APR1_PIECES_MAX (3 + PASSWORD_MAX / PASSWORD_APR1_SIZE + 1 + 9)

static struct octets password_apr1_octets(const unsigned char *made)
{
	return (struct octets){(const char *)made, PASSWORD_APR1_SIZE};
}

static void password_apr1_begin(struct octets password, struct octets salt,
				unsigned char made[static DIGEST_SIZE_MAX])
{
	const struct octets inner[] = {password, salt, password};
	struct octets pieces[PASSWORD_APR1_PIECES_MAX] = {password, OCTETS("$apr1$"), salt};
	unsigned char filler[DIGEST_SIZE_MAX];
	size_t count = 3;

	hash_pieces(DIGEST_ALGORITHM_MD5, inner, 3, filler);
	for (size_t left = password.length; left > 0; left -= pieces[count++].length) {
		pieces[count] = password_apr1_octets(filler);
		if (left < PASSWORD_APR1_SIZE)
			pieces[count].length = left;
	}
	for (size_t bits = password.length; bits > 0; bits >>= 1)
		pieces[count++] = bits & 1 ? OCTETS("\0") : (struct octets){password.data, 1};
	hash_pieces(DIGEST_ALGORITHM_MD5, pieces, count, made);
	secret_wipe(filler, sizeof(filler));
}

static void password_apr1_round(unsigned int round, struct octets password, struct octets salt,
				unsigned char made[static DIGEST_SIZE_MAX])
{
	const struct octets before = password_apr1_octets(made);
	const struct octets nothing = OCTETS("");
	const struct octets pieces[] = {
		round % 2 ? password : before,
		round % 3 ? salt : nothing,
		round % 7 ? password : nothing,
		round % 2 ? before : password,
	};

	hash_pieces(DIGEST_ALGORITHM_MD5, pieces, 4, made);
}

/* Three bytes are four characters, the last byte two; in an order of md5-crypt's own. */
static void password_apr1_write(const unsigned char *made, char text[static PASSWORD_APR1_TEXT])
{
	static const char digits[] =
		"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	static const unsigned char order[] = {12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11};
	unsigned int bits = 0;

	for (size_t i = 0, at = 0; i < PASSWORD_APR1_SIZE; i++) {
		bool last = i == PASSWORD_APR1_SIZE - 1;

		bits |= (unsigned int)made[order[i]] << 8 * (i % 3);
		for (int digit = 0; (i % 3 == 2 && digit < 4) || (last && digit < 2); digit++) {
			text[at++] = digits[bits & 63];
			bits >>= 6;
		}
	}
}

enum password_match password_apr1_compare(const char *password, const char *hash,
					  const char *fields)
{
	const struct octets secret = octets_from(password);
	const struct octets salt = {fields, strcspn(fields, "$")};
	unsigned char made[DIGEST_SIZE_MAX];
	char text[PASSWORD_APR1_TEXT];
	enum password_match match;

	(void)hash;
	password_apr1_begin(secret, salt, made);
	for (unsigned int round = 0; round < PASSWORD_APR1_ROUNDS; round++)
		password_apr1_round(round, secret, salt, made);
	password_apr1_write(made, text);
	match = password_match_of((struct octets){text, sizeof(text)},
				  octets_from(salt.data + salt.length + 1));
	secret_wipe(made, sizeof(made));
	secret_wipe(text, sizeof(text));
	return match;
}
