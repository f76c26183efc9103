/* Reads the fields of a hash of a password, one after the other. */
#ifndef CRED_PASSWORD_FIELDS_H
#define CRED_PASSWORD_FIELDS_H

#include "cred/password_scheme.h"

#define PASSWORD_BYTES_MAX 64 /* of a salt, and of a hash */

/* Salt or hash; the library that decodes writes up to two bytes more. */
struct password_bytes {
	unsigned char bytes[PASSWORD_BYTES_MAX + 2];
	size_t length;
};

/* Each goes past what it has read; false, and not past it, when it does not stand there. */
bool password_field_literal(const char **rest, const char *literal);
/* Decimal digits, without a sign or a leading zero, up to 2^32 - 1. */
bool password_field_number(const char **rest, unsigned long *number);

/* "$SALT$HASH" and the end: Base64 without padding, '.' being another '+' (passlib's ab64). */
bool password_field_salt_and_hash(const char *rest, struct password_bytes *salt,
				  struct password_bytes *hash);

/* What stands behind the last '$' has exactly that length. Finds a hash that was cut. */
bool password_field_is_last(const char *fields, size_t length);

/* LOW below `min`, EXCESSIVE above `max`. */
enum password_cost password_cost_within(unsigned long cost, unsigned long min, unsigned long max);

/* RIGHT or WRONG, in constant time. */
enum password_match password_match_of(struct octets made, struct octets stored);
/* The same with as many bytes as are stored. Wipes what was made. */
enum password_match password_match_bytes(unsigned char *made, const struct password_bytes *stored);

#endif
