/* Compares as HTTP Digest does, with the challenge left out. */
#include "fake_digest.h"

#include "postern/container.h"

static const struct fake_digest *fake_digest_from(const struct credentials *credentials)
{
	return container_of(credentials, const struct fake_digest, base);
}

static bool fake_digest_conclude(struct credentials *credentials, bool right)
{
	struct fake_digest *digest = container_of(credentials, struct fake_digest, base);

	digest->compared++;
	credentials->stale = right && digest->spent;
	return right && !digest->spent;
}

static bool fake_digest_check_password(struct credentials *credentials, struct octets password)
{
	const struct fake_digest *digest = fake_digest_from(credentials);

	return fake_digest_conclude(credentials, octets_equal(digest->password, password));
}

static bool fake_digest_check_hash(struct credentials *credentials, const unsigned char *ha1)
{
	const struct fake_digest *digest = fake_digest_from(credentials);
	unsigned char right[DIGEST_SIZE_MAX];

	digest_ha1(digest->space.algorithm, credentials->username, digest->space.realm,
		   digest->password, right);
	return fake_digest_conclude(
		credentials,
		memcmp(ha1, right, digest_algorithm_size(digest->space.algorithm)) == 0);
}

static const struct digest_space *fake_digest_space(const struct credentials *credentials)
{
	return &fake_digest_from(credentials)->space;
}

static struct octets fake_digest_username_hash(const struct credentials *credentials)
{
	const struct fake_digest *digest = fake_digest_from(credentials);

	return (struct octets){(const char *)digest->username_hash,
			       digest_algorithm_size(digest->space.algorithm)};
}

static const struct credentials_type fake_digest_type = {
	.name = "fake digest",
	.interfaces = IUSERNAME_HASHED_PASSWORD | IUSERNAME_DIGEST_HASH,
	.check_password = fake_digest_check_password,
	.check_hash = fake_digest_check_hash,
	.digest_space = fake_digest_space,
};

static const struct credentials_type fake_digest_hashed_type = {
	.name = "fake digest with a hashed name",
	.interfaces = IHASHED_USERNAME,
	.check_password = fake_digest_check_password,
	.check_hash = fake_digest_check_hash,
	.digest_space = fake_digest_space,
	.username_hash = fake_digest_username_hash,
};

struct fake_digest fake_digest(struct octets username, struct octets password)
{
	return (struct fake_digest){
		.base = {.type = &fake_digest_type, .username = username},
		.space = {.algorithm = DIGEST_ALGORITHM_SHA_256, .realm = OCTETS("Example")},
		.password = password,
	};
}

struct fake_digest fake_digest_hashed(struct octets username, struct octets password)
{
	struct fake_digest digest = fake_digest(OCTETS(""), password);

	digest.base.type = &fake_digest_hashed_type;
	digest_userhash(digest.space.algorithm, username, digest.space.realm, digest.username_hash);
	return digest;
}
