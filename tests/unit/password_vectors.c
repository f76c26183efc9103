/* Checks a hash of a password that others have made. */
#include "password_vectors.h"

#include "postern/password.h"

#include <check.h>

/* One bit off, in the middle of the hash, where no character is stuffed. */
static void spoil(char *hash)
{
	char *digit = hash + strlen(hash) - 10;

	*digit = *digit == 'A' ? 'B' : 'A';
}

void password_vector_check(const struct password_vector *vector)
{
	const struct octets hash = octets_from(vector->hash);
	char other_password[PASSWORD_MAX + 1];
	char other_hash[PASSWORD_HASH_MAX];

	strcpy(other_password, vector->password);
	other_password[strlen(other_password) - 1] ^= 1;
	strcpy(other_hash, vector->hash);
	spoil(other_hash);
	ck_assert_str_eq(password_scheme_name(hash), vector->scheme);
	ck_assert_msg(!password_defect(hash), "%s: %s", vector->hash, password_defect(hash));
	ck_assert_msg(password_is_weak(hash) == vector->weak, "%s", vector->hash);
	ck_assert_msg(password_needs_rehash(hash) == vector->needs_rehash, "%s", vector->hash);
	ck_assert_msg(password_verify(octets_from(vector->password), hash, NULL) == PASSWORD_RIGHT,
		      "%s", vector->hash);
	ck_assert_msg(password_verify(octets_from(other_password), hash, NULL) == PASSWORD_WRONG,
		      "%s", vector->hash);
	ck_assert_msg(password_verify(octets_from(vector->password), octets_from(other_hash),
				      NULL) == PASSWORD_WRONG,
		      "%s", other_hash);
}

void password_unusable_check(const struct password_unusable *unusable)
{
	const struct octets hash = octets_from(unusable->hash);
	const struct octets passwords[] = {OCTETS("correct horse"), OCTETS(""), hash};
	const char *defect = password_defect(hash);

	ck_assert_msg(defect && strstr(defect, unusable->defect), "%s: %s", unusable->label,
		      defect);
	ck_assert_msg(!password_needs_rehash(hash) && !password_is_weak(hash), "%s",
		      unusable->label);
	for (size_t i = 0; i < sizeof(passwords) / sizeof(passwords[0]); i++)
		ck_assert_msg(password_verify(passwords[i], hash, NULL) == PASSWORD_UNUSABLE, "%s",
			      unusable->label);
}
