/* Compares what a client answered with what its password, or the hash of it, would have given. */
#include "http/digest_credentials.h"

#include "postern/container.h"
#include "postern/secret.h"

static struct digest_credentials *digest_credentials_from(struct credentials *credentials)
{
	return container_of(credentials, struct digest_credentials, base);
}

static bool digest_credentials_right(const struct digest_credentials *self,
				     const unsigned char *ha1)
{
	size_t size = digest_algorithm_size(self->answer.algorithm);
	unsigned char expected[DIGEST_SIZE_MAX];
	bool right;

	digest_response(&self->answer, ha1, expected);
	right = secret_equal((struct octets){(const char *)self->response, size},
			     (struct octets){(const char *)expected, size});
	secret_wipe(expected, sizeof(expected));
	return right;
}

/* Never for a wrong digest: strangers could use up the counts of others. */
static bool digest_credentials_use(struct digest_credentials *self)
{
	if (self->use == DIGEST_USE_NONE)
		self->use = self->nonce.state == NONCE_FRESH &&
					    nonces_use(self->nonces, &self->nonce, self->count)
				    ? DIGEST_USE_ACCEPTED
				    : DIGEST_USE_SPENT;
	self->base.stale = self->use == DIGEST_USE_SPENT;
	return self->use == DIGEST_USE_ACCEPTED;
}

/* Where something is said to the client at all. With auth-int the proof would be of the response's
 * body, too, which is not known yet when its head is sent: none is better than a wrong one. */
static void digest_credentials_prove(struct digest_credentials *self, const unsigned char *ha1)
{
	if ((!self->mutual && !self->nonce.ends_soon) ||
	    !octets_equal(self->answer.qop, OCTETS("auth")))
		return;
	digest_rspauth(&self->answer, ha1, self->rspauth);
	self->proved = true;
}

static bool digest_credentials_check_hash(struct credentials *credentials, const unsigned char *ha1)
{
	struct digest_credentials *self = digest_credentials_from(credentials);

	if (!digest_credentials_right(self, ha1) || !digest_credentials_use(self))
		return false;
	digest_credentials_prove(self, ha1);
	return true;
}

/* `username` as the client hashed it. */
static bool digest_credentials_try(struct credentials *credentials, struct octets username,
				   struct octets password)
{
	const struct digest_credentials *self = digest_credentials_from(credentials);
	unsigned char ha1[DIGEST_SIZE_MAX];
	bool right;

	digest_ha1(self->space.algorithm, username, self->space.realm, password, ha1);
	right = digest_credentials_check_hash(credentials, ha1);
	secret_wipe(ha1, sizeof(ha1));
	return right;
}

static bool digest_credentials_check_password(struct credentials *credentials,
					      struct octets password)
{
	return digest_credentials_try(credentials, digest_credentials_from(credentials)->username,
				      password);
}

/* By the name that the checker has found. */
static bool digest_credentials_check_found(struct credentials *credentials, struct octets password)
{
	return digest_credentials_try(credentials, credentials->username, password);
}

static struct octets digest_credentials_username_hash(const struct credentials *credentials)
{
	return container_of(credentials, const struct digest_credentials, base)->username;
}

static const struct digest_space *digest_credentials_space(const struct credentials *credentials)
{
	return &container_of(credentials, const struct digest_credentials, base)->space;
}

static const struct credentials_type credentials_type_digest = {
	.name = "digest",
	.interfaces = DIGEST_CREDENTIALS_INTERFACES,
	.check_password = digest_credentials_check_password,
	.check_hash = digest_credentials_check_hash,
	.digest_space = digest_credentials_space,
};

static const struct credentials_type credentials_type_digest_hashed_name = {
	.name = "digest with a hashed user name",
	.interfaces = IHASHED_USERNAME,
	.check_password = digest_credentials_check_found,
	.check_hash = digest_credentials_check_hash,
	.digest_space = digest_credentials_space,
	.username_hash = digest_credentials_username_hash,
};

void digest_credentials_init(struct digest_credentials *credentials)
{
	*credentials = (struct digest_credentials){.base = {.type = &credentials_type_digest}};
}

void digest_credentials_name(struct digest_credentials *credentials,
			     const struct digest_username *username)
{
	if (username->hashed)
		credentials->base.type = &credentials_type_digest_hashed_name;
	credentials->username = username->sent;
	credentials->base.username = username->prepared;
}
