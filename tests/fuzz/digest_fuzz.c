/* Any octets as a Digest answer: what is decoded is bounded, and nothing is a right digest. */
#include "http/authorization.h"
#include "http/credential_factory.h"
#include "http/nonces.h"
#include "http/request.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct credential_factory *factory_create(void)
{
	struct error error;
	struct protection_space space = {.realm = "R", .nonces = nonces_create()};

	return credential_factory_create("digest:MD5:qop=auth,auth-int:userhash=true", &space,
					 &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct credential_factory *factory;
	static char memory[32768];
	static const unsigned char ha1[DIGEST_SIZE_MAX] = {1, 2, 3};
	/* Absolute, so that nobody looks for the Host of a request that is none. */
	struct body_hash body_hash = {.wanted = false};
	const struct http_request request = {
		.base = {.method = OCTETS("GET"), .target = OCTETS("http://h/f?a")},
		.body_hash = &body_hash,
	};
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	struct authorization authorization;
	struct credentials *credentials;
	struct error error;

	if (!factory)
		factory = factory_create();
	if (authorization_parse((struct octets){(const char *)data, size}, &arena, &authorization,
				&error) != AUTHORIZATION_FORMED)
		return 0;
	if (credential_factory_decode(factory, &request.base, &authorization, &arena, &credentials,
				      &error) != DECODING_CREDENTIALS)
		return 0;
	body_hash_end(&body_hash);
	if (credentials_interfaces(credentials) == IHASHED_USERNAME)
		assert(!credentials_identify(credentials, OCTETS("nobody of that name")));
	assert(!credentials_check_hash(credentials, ha1));
	assert(!credentials_check_password(credentials, OCTETS("secret")));
	assert(!credentials->stale);
	return 0;
}
