/* Hashes of passwords that others have made, and what is to be said of them. */
#ifndef PASSWORD_VECTORS_H
#define PASSWORD_VECTORS_H

#include <stdbool.h>

struct password_vector {
	const char *scheme;
	const char *password;
	const char *hash;
	bool weak;
	bool needs_rehash;
};

/* The password is right; another one is wrong, and so is this one with another hash. */
void password_vector_check(const struct password_vector *vector);

struct password_unusable {
	const char *label;
	const char *hash;
	const char *defect; /* password_defect() says something that holds this */
};

/* No password is right: not "correct horse", nor the empty one, nor the text itself. */
void password_unusable_check(const struct password_unusable *unusable);

#endif
