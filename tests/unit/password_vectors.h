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

#endif
