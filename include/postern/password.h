/* Hashes of passwords, as crypt(5) and its kin write them: "$y$...", "$argon2id$...", "{SHA}...".
 */
#ifndef POSTERN_PASSWORD_H
#define POSTERN_PASSWORD_H

#include "postern/error.h"
#include "postern/octets.h"

#define PASSWORD_MAX      511 /* bytes: libcrypt takes no more */
#define PASSWORD_HASH_MAX 384 /* bytes with the NUL: crypt(5) CRYPT_OUTPUT_SIZE */

/* What slow hashes may take of the memory together. Where one is asked for, who would go beyond it
 * waits for others to end; NULL: there is none. */
struct password_budget;

/* Makes a yescrypt hash with a fresh salt: about 13 ms and 16 MiB. False when the password is too
 * long, holds a NUL, or there is no memory; the error says which. */
bool password_hash(struct octets password, struct password_budget *budget,
		   char hash[static PASSWORD_HASH_MAX], struct error *error);

enum password_match {
	PASSWORD_UNUSABLE = -1, /* password_defect() says why; matches nothing */
	PASSWORD_WRONG = 0,
	PASSWORD_RIGHT = 1,
};

/* Costs a slow hash whenever the answer is not RIGHT, so that nobody learns from the time. An
 * absent `hash` (data NULL), for a user who is not there, is hashed against as well, and is WRONG;
 * so is a password of more bytes than count in the scheme (72 in bcrypt). Costs are read before
 * anything is hashed: none takes more than a second or 256 MiB. */
enum password_match password_verify(struct octets password, struct octets hash,
				    struct password_budget *budget);

/* Costs what password_verify() costs when the password is wrong, and tells nothing of the hash: for
 * a user who is not there, with the hash of one who is. */
void password_pretend(struct octets password, struct octets hash, struct password_budget *budget);

/* The following hash nothing. */

/* "bcrypt"; NULL: none that is known. */
const char *password_scheme_name(struct octets hash);

/* Why no password can be right, in words; NULL: one can. */
const char *password_defect(struct octets hash);

/* Can be used, but whoever steals it guesses the password quickly. */
bool password_is_weak(struct octets hash);

/* Can be used, but password_hash() makes a better one. */
bool password_needs_rehash(struct octets hash);

#endif
