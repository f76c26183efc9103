/* Any octets as Basic credentials, behind base64 and as they are: what is decoded is bounded
 * UTF-8 without control characters, and prepared. */
#include "base/base64.h"
#include "http/authorization.h"
#include "http/basic_names.h"
#include "http/credential_factory.h"
#include "http/nonces.h"
#include "postern/precis.h"

#include <assert.h>
#include <stdint.h>
#include <unistr.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char memory[32768];

static struct credential_factory *factory_create(void)
{
	struct error error;
	struct protection_space space = {
		.realm = "Example", .nonces = nonces_create(), .names = basic_names_create()};

	return credential_factory_create("basic", &space, &error);
}

static void must_be_clean(enum precis_profile profile, struct octets text, size_t max)
{
	assert(text.length > 0 && text.length <= max);
	for (size_t i = 0; i < text.length; i++)
		assert((unsigned char)text.data[i] >= 0x20 && text.data[i] != 0x7f);
	assert(u8_check((const uint8_t *)text.data, text.length) == NULL);
	/* Else nobody could make the account. */
	assert(precis_is_prepared(profile, text));
}

static void decode(const struct credential_factory *factory, struct octets value)
{
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	struct request request = {.method = OCTETS("GET"), .target = OCTETS("/")};
	struct authorization authorization;
	struct credentials *credentials;
	struct error error;

	if (authorization_parse(value, &arena, &authorization, &error) != AUTHORIZATION_FORMED)
		return;
	if (credential_factory_decode(factory, &request, &authorization, &arena, &credentials,
				      &error) != DECODING_CREDENTIALS)
		return;
	must_be_clean(PRECIS_USERNAME, credentials->username, 255);
	must_be_clean(PRECIS_PASSWORD, credentials_password(credentials), 1024);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct credential_factory *factory;
	static char text[8192] = "Basic ";

	if (!factory)
		factory = factory_create();
	decode(factory, (struct octets){(const char *)data, size});
	if (size <= 1100) {
		base64_encode(data, size, text + strlen("Basic "));
		decode(factory, octets_from(text));
	}
	return 0;
}
