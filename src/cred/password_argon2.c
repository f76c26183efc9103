/* argon2id hashes of passwords (RFC 9106) by libargon2. */
#include "cred/password_fields.h"
#include "cred/password_scheme.h"

#include <argon2.h>

#define PASSWORD_ARGON2_LANES_MAX  4
#define PASSWORD_ARGON2_SIZE_MIN   7168 /* KiB, by OWASP */
#define PASSWORD_ARGON2_SIZE_MAX   (PASSWORD_MEMORY_MAX >> 10)
#define PASSWORD_ARGON2_PASSES_MAX 10
/* KiB that are written in all passes: OWASP, and about half a second. */
#define PASSWORD_ARGON2_WORK_MIN (5 * PASSWORD_ARGON2_SIZE_MIN)
#define PASSWORD_ARGON2_WORK_MAX (768ul << 10)

struct password_argon2 {
	unsigned long size; /* KiB */
	unsigned long passes;
	unsigned long lanes;
	struct password_bytes salt;
	struct password_bytes hash;
};

/* "v=19$m=19456,t=2,p=1$SALT$HASH" */
static bool password_argon2_read(const char *rest, struct password_argon2 *argon2)
{
	return password_field_literal(&rest, "v=19$m=") &&
	       password_field_number(&rest, &argon2->size) &&
	       password_field_literal(&rest, ",t=") &&
	       password_field_number(&rest, &argon2->passes) &&
	       password_field_literal(&rest, ",p=") &&
	       password_field_number(&rest, &argon2->lanes) &&
	       password_field_salt_and_hash(rest, &argon2->salt, &argon2->hash) &&
	       argon2->salt.length >= ARGON2_MIN_SALT_LENGTH && argon2->passes > 0 &&
	       argon2->lanes > 0 && argon2->size >= 8 * argon2->lanes;
}

enum password_cost password_argon2_cost(const char *fields)
{
	struct password_argon2 argon2;

	if (!password_argon2_read(fields, &argon2))
		return PASSWORD_COST_MALFORMED;
	if (argon2.size > PASSWORD_ARGON2_SIZE_MAX || argon2.passes > PASSWORD_ARGON2_PASSES_MAX ||
	    argon2.lanes > PASSWORD_ARGON2_LANES_MAX)
		return PASSWORD_COST_EXCESSIVE;
	if (argon2.size < PASSWORD_ARGON2_SIZE_MIN)
		return PASSWORD_COST_LOW;
	return password_cost_within(argon2.size * argon2.passes, PASSWORD_ARGON2_WORK_MIN,
				    PASSWORD_ARGON2_WORK_MAX);
}

size_t password_argon2_memory(const char *fields)
{
	struct password_argon2 argon2;

	return password_argon2_read(fields, &argon2) ? argon2.size << 10 : 0;
}

enum password_match password_argon2_compare(const char *password, const char *hash,
					    const char *fields)
{
	unsigned char made[PASSWORD_BYTES_MAX];
	struct password_argon2 argon2;
	argon2_context context;

	(void)hash;
	if (!password_argon2_read(fields, &argon2))
		return PASSWORD_UNUSABLE;
	context = (argon2_context){
		.out = made,
		.outlen = (uint32_t)argon2.hash.length,
		.pwd = (uint8_t *)password,
		.pwdlen = (uint32_t)strlen(password),
		.salt = argon2.salt.bytes,
		.saltlen = (uint32_t)argon2.salt.length,
		.t_cost = (uint32_t)argon2.passes,
		.m_cost = (uint32_t)argon2.size,
		.lanes = (uint32_t)argon2.lanes,
		.threads = 1,
		.version = ARGON2_VERSION_13,
	};
	if (argon2id_ctx(&context) != ARGON2_OK)
		return PASSWORD_UNUSABLE;
	return password_match_bytes(made, &argon2.hash);
}
