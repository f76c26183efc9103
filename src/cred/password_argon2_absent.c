/* Stands where argon2id would be, in a program that was built without libargon2. */
#include "cred/password_scheme.h"

enum password_cost password_argon2_cost(const char *fields)
{
	(void)fields;
	return PASSWORD_COST_ABSENT;
}

size_t password_argon2_memory(const char *fields)
{
	(void)fields;
	return 0;
}

enum password_match password_argon2_compare(const char *password, const char *hash,
					    const char *fields)
{
	(void)password;
	(void)hash;
	(void)fields;
	return PASSWORD_UNUSABLE;
}
