/* Hashes of passwords, as crypt(5) writes them: "$y$..." and its older kin. */
#ifndef POSTERN_PASSWORD_H
#define POSTERN_PASSWORD_H

#include "postern/error.h"
#include "postern/octets.h"

#define PASSWORD_MAX      511 /* bytes: libcrypt takes no more */
#define PASSWORD_HASH_MAX 384 /* bytes with the NUL: crypt(5) CRYPT_OUTPUT_SIZE */

/* Makes a yescrypt hash with a fresh salt: about 13 ms and 16 MiB. False when the password is too
 * long, holds a NUL, or there is no memory; the error says which. */
bool password_hash(struct octets password, char hash[static PASSWORD_HASH_MAX],
		   struct error *error);

enum password_match {
	PASSWORD_UNUSABLE = -1, /* the stored text is no hash, or one too costly; matches nothing */
	PASSWORD_WRONG = 0,
	PASSWORD_RIGHT = 1,
};

/* Costs a slow hash whatever the answer is, so that nobody learns from the time. An absent `hash`
 * (data NULL), for a user who is not there, is hashed against as well, and is WRONG. */
enum password_match password_verify(struct octets password, struct octets hash);

#endif
