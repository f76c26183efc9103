/* Decodes user name and password (RFC 7617), the password no sooner than it is needed. */
#include "http/basic_credentials.h"

#include "base/base64.h"
#include "postern/avatar_id.h"
#include "postern/container.h"
#include "postern/octets_parts.h"
#include "postern/precis.h"
#include "postern/secret.h"

#include <assert.h>

#define BASIC_DECODED_MAX 1024 /* bytes of user name, colon and password */

/* The profiles refuse what RFC 7617 refuses, control characters and what is not UTF-8, and empty
 * text. */
static bool basic_credentials_prepare(enum precis_profile profile, size_t size, struct arena *arena,
				      struct octets *text)
{
	char *buffer = arena_take(arena, size);

	return buffer && precis_prepare(profile, *text, buffer, size, text);
}

/* `decoded` is user name, colon and password. */
static bool basic_credentials_split(struct octets decoded, struct arena *arena,
				    struct octets *username, struct octets *password,
				    struct error *error)
{
	*password = decoded;
	if (!octets_cut(password, ':', username))
		error_set(error, "cannot decode: no colon");
	else if (!basic_credentials_prepare(PRECIS_USERNAME, AVATAR_ID_MAX, arena, username))
		error_set(error, "cannot decode: no user name");
	else if (!basic_credentials_prepare(PRECIS_PASSWORD, BASIC_DECODED_MAX, arena, password))
		error_set(error, "cannot decode: no password");
	else
		return true;
	return false;
}

static bool basic_credentials_read(const struct basic_credentials *credentials,
				   struct octets *username, struct octets *password,
				   struct error *error)
{
	unsigned char decoded[BASE64_BYTES(BASE64_LENGTH_MAX)];
	bool read = false;
	size_t size;

	if (!base64_decode(credentials->token68, decoded, &size) || size > BASIC_DECODED_MAX)
		error_set(error, "cannot decode: no base64, or too long");
	else
		read = basic_credentials_split((struct octets){(const char *)decoded, size},
					       credentials->arena, username, password, error);
	secret_wipe(decoded, sizeof(decoded));
	return read;
}

static const struct basic_credentials *basic_credentials_from(const struct credentials *credentials)
{
	return container_of(credentials, const struct basic_credentials, base);
}

static struct octets basic_credentials_password(const struct credentials *base)
{
	const struct basic_credentials *credentials = basic_credentials_from(base);
	struct octets username;
	struct octets password;
	struct error error;
	bool read;

	if (!credentials->password->data) {
		read = basic_credentials_read(credentials, &username, &password, &error);
		assert(read); /* as it was when the name was decoded */
		*credentials->password = password;
	}
	return *credentials->password;
}

static bool basic_credentials_check_password(struct credentials *base, struct octets password)
{
	return secret_equal(basic_credentials_password(base), password);
}

static struct octets basic_credentials_fingerprint(const struct credentials *base)
{
	const struct siphash_key *fingerprint = &basic_credentials_from(base)->fingerprint;

	return (struct octets){.data = (const char *)fingerprint, .length = sizeof(*fingerprint)};
}

static const struct credentials_type credentials_type_basic = {
	.name = "username and password",
	.interfaces = IUSERNAME_PASSWORD,
	.password = basic_credentials_password,
	.check_password = basic_credentials_check_password,
	.fingerprint = basic_credentials_fingerprint,
};

struct basic_credentials *basic_credentials_take(struct arena *arena,
						 const struct siphash_key *fingerprint,
						 struct octets token68)
{
	struct basic_credentials *credentials = arena_take(arena, sizeof(*credentials));
	struct octets *password = arena_take(arena, sizeof(*password));

	if (!credentials || !password)
		return NULL;
	*password = (struct octets){.data = NULL};
	*credentials = (struct basic_credentials){
		.base.type = &credentials_type_basic,
		.fingerprint = *fingerprint,
		.token68 = token68,
		.arena = arena,
		.password = password,
	};
	return credentials;
}

bool basic_credentials_decode(struct basic_credentials *credentials, struct error *error)
{
	struct octets password;

	if (!basic_credentials_read(credentials, &credentials->base.username, &password, error))
		return false;
	*credentials->password = password;
	return true;
}

bool basic_credentials_recognize(struct basic_credentials *credentials, struct octets name)
{
	char *copy = arena_take(credentials->arena, name.length);

	if (!copy)
		return false;
	memcpy(copy, name.data, name.length);
	credentials->base.username = (struct octets){.data = copy, .length = name.length};
	return true;
}
