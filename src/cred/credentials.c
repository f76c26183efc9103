/* The names of the credential interfaces, the strict way to ask credentials, and the two kinds that
 * belong to no protocol. */
#include "postern/credentials.h"

#include "postern/container.h"
#include "postern/secret.h"

#include <assert.h>

static const struct {
	enum credential_interface interface;
	const char *name;
} credentials_names[CREDENTIAL_INTERFACE_COUNT] = {
	{IANONYMOUS, "IAnonymous"},
	{IUSERNAME_PASSWORD, "IUsernamePassword"},
	{IUSERNAME_HASHED_PASSWORD, "IUsernameHashedPassword"},
	{IUSERNAME_DIGEST_HASH, "IUsernameDigestHash"},
	{IHASHED_USERNAME, "IHashedUsername"},
};

const char *credential_interface_name(enum credential_interface interface)
{
	size_t i = 0;

	while (credentials_names[i].interface != interface) {
		i++;
		assert(i < CREDENTIAL_INTERFACE_COUNT);
	}
	return credentials_names[i].name;
}

bool credential_interface_find(struct octets name, enum credential_interface *interface)
{
	for (size_t i = 0; i < CREDENTIAL_INTERFACE_COUNT; i++) {
		if (octets_equal_ignoring_case(name, octets_from(credentials_names[i].name))) {
			*interface = credentials_names[i].interface;
			return true;
		}
	}
	return false;
}

unsigned int credentials_interfaces(const struct credentials *credentials)
{
	return credentials->type->interfaces;
}

static bool credentials_provide(const struct credentials *credentials, unsigned int interfaces)
{
	return (credentials->type->interfaces & interfaces) != 0;
}

struct octets credentials_password(const struct credentials *credentials)
{
	assert(credentials_provide(credentials, IUSERNAME_PASSWORD));
	return credentials->type->password(credentials);
}

struct octets credentials_fingerprint(const struct credentials *credentials)
{
	assert(credentials_provide(credentials, IUSERNAME_PASSWORD));
	if (!credentials->type->fingerprint)
		return (struct octets){.data = NULL};
	return credentials->type->fingerprint(credentials);
}

bool credentials_check_password(struct credentials *credentials, struct octets password)
{
	assert(credentials_provide(credentials, IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD |
							IHASHED_USERNAME));
	return credentials->type->check_password(credentials, password);
}

bool credentials_check_hash(struct credentials *credentials, const unsigned char *ha1)
{
	assert(credentials_provide(credentials, IUSERNAME_DIGEST_HASH | IHASHED_USERNAME));
	return credentials->type->check_hash(credentials, ha1);
}

const struct digest_space *credentials_digest_space(const struct credentials *credentials)
{
	assert(credentials_provide(credentials, IUSERNAME_DIGEST_HASH | IHASHED_USERNAME));
	return credentials->type->digest_space(credentials);
}

const char *credentials_mistake(const struct credentials *credentials)
{
	return credentials->stale ? "right password, spent challenge" : "wrong password";
}

struct octets credentials_username_hash(const struct credentials *credentials)
{
	assert(credentials_provide(credentials, IHASHED_USERNAME));
	return credentials->type->username_hash(credentials);
}

bool credentials_identify(struct credentials *credentials, struct octets username)
{
	const struct octets presented = credentials_username_hash(credentials);
	const struct digest_space *space = credentials_digest_space(credentials);
	unsigned char hash[DIGEST_SIZE_MAX];
	bool same;

	digest_userhash(space->algorithm, username, space->realm, hash);
	same = secret_equal(presented, (struct octets){(const char *)hash,
						       digest_algorithm_size(space->algorithm)});
	credentials->username = same ? username : OCTETS("");
	return same;
}

static const struct username_password *username_password_from(const struct credentials *credentials)
{
	return container_of(credentials, const struct username_password, base);
}

static struct octets username_password_password(const struct credentials *credentials)
{
	return username_password_from(credentials)->password;
}

static bool username_password_check_password(struct credentials *credentials,
					     struct octets password)
{
	return secret_equal(username_password_from(credentials)->password, password);
}

static const struct credentials_type credentials_type_anonymous = {
	.name = "anonymous",
	.interfaces = IANONYMOUS,
};

static const struct credentials_type credentials_type_username_password = {
	.name = "username and password",
	.interfaces = IUSERNAME_PASSWORD,
	.password = username_password_password,
	.check_password = username_password_check_password,
};

struct credentials credentials_anonymous(void)
{
	return (struct credentials){
		.type = &credentials_type_anonymous,
		.username = OCTETS(""),
	};
}

struct username_password username_password(struct octets username, struct octets password)
{
	return (struct username_password){
		.base = {.type = &credentials_type_username_password, .username = username},
		.password = password,
	};
}
