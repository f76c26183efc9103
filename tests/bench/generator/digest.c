/* Keeps what can be kept between answers to challenges: HA1, HA2 and the context of the hash. */
#include "digest.h"

#include "fail.h"

#include <ctype.h>
#include <stdarg.h>

#define DIGEST_CHALLENGE "\r\nWWW-Authenticate: Digest"

static void digest_hash(const struct digest *digest, char hex[static DIGEST_HEX_SIZE],
			const char *format, ...) __attribute__((format(printf, 3, 4)));

static void digest_hash(const struct digest *digest, char hex[static DIGEST_HEX_SIZE],
			const char *format, ...)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned int size;
	char text[1024];
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	if ((size_t)length >= sizeof(text) ||
	    !EVP_DigestInit_ex2(digest->context, digest->hash, NULL) ||
	    !EVP_DigestUpdate(digest->context, text, (size_t)length) ||
	    !EVP_DigestFinal_ex(digest->context, hash, &size))
		FAIL("cannot hash");
	for (unsigned int i = 0; i < size; i++) {
		hex[2 * i] = "0123456789abcdef"[hash[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
	}
	hex[2 * size] = '\0';
}

void digest_init(struct digest *digest, const char *algorithm, const char *path,
		 const struct users *users)
{
	*digest = (struct digest){
		.algorithm = algorithm,
		.path = path,
		.users = users,
		.hash = EVP_MD_fetch(NULL, algorithm, NULL),
		.context = EVP_MD_CTX_new(),
		.ha1 = calloc(users->count ? users->count : 1, sizeof(*digest->ha1)),
	};
	if (!digest->hash || EVP_MD_get_size(digest->hash) >= DIGEST_HEX_SIZE / 2 + 1)
		FAIL("cannot hash by '%s'", algorithm);
	if (!digest->context || !digest->ha1)
		FAIL("out of memory");
	digest_hash(digest, digest->ha2, "GET:%s", path);
}

void digest_finish(struct digest *digest)
{
	EVP_MD_free(digest->hash);
	EVP_MD_CTX_free(digest->context);
	free(digest->ha1);
}

/* Quoted or not; empty when the line has no such parameter. */
static void digest_read_parameter(const char *line, const char *name,
				  char value[static DIGEST_FIELD_MAX])
{
	const char *end = line + strcspn(line, "\r");
	size_t length = strlen(name);

	value[0] = '\0';
	for (const char *at = strcasestr(line, name); at && at < end;
	     at = strcasestr(at + 1, name)) {
		if (at[length] != '=' || isalnum((unsigned char)at[-1]))
			continue;
		at += length + 1;
		at += *at == '"';
		length = strcspn(at, "\",\r");
		if (length >= DIGEST_FIELD_MAX)
			FAIL("too long a '%s'", name);
		memcpy(value, at, length);
		value[length] = '\0';
		return;
	}
}

bool digest_read_challenge(const struct digest *digest, const char *answer,
			   struct challenge *challenge)
{
	const char *line = answer;
	char text[DIGEST_FIELD_MAX];

	while ((line = strcasestr(line, DIGEST_CHALLENGE))) {
		line += strlen(DIGEST_CHALLENGE);
		digest_read_parameter(line, "algorithm", text);
		if (strcasecmp(*text ? text : "MD5", digest->algorithm) != 0)
			continue;
		digest_read_parameter(line, "stale", text);
		challenge->stale = strcasecmp(text, "true") == 0;
		digest_read_parameter(line, "realm", challenge->realm);
		digest_read_parameter(line, "nonce", challenge->nonce);
		digest_read_parameter(line, "opaque", challenge->opaque);
		challenge->used = 0;
		return challenge->nonce[0] != '\0';
	}
	return false;
}

static const char *digest_ha1(struct digest *digest, const struct challenge *challenge,
			      unsigned int user, const char *name)
{
	if (!digest->realm[0])
		memcpy(digest->realm, challenge->realm, sizeof(digest->realm));
	if (strcmp(digest->realm, challenge->realm) != 0)
		FAIL("challenged for '%s' and '%s'", digest->realm, challenge->realm);
	if (!digest->ha1[user][0])
		digest_hash(digest, digest->ha1[user], "%s:%s:%s", name, challenge->realm,
			    digest->users->password);
	return digest->ha1[user];
}

static unsigned int digest_next_count(struct challenge *challenge)
{
	unsigned int count = challenge->used++;

	return (challenge->swapped ? count ^ 1 : count) + 1;
}

size_t digest_write(struct digest *digest, struct challenge *challenge, unsigned int user,
		    char *line, size_t size)
{
	unsigned int count = digest_next_count(challenge);
	char response[DIGEST_HEX_SIZE];
	char name[USERS_NAME_MAX];
	char opaque[DIGEST_FIELD_MAX + 16] = "";
	int length;

	users_write_name(digest->users, user, name);
	digest_hash(digest, response, "%s:%s:%08x:load:auth:%s",
		    digest_ha1(digest, challenge, user, name), challenge->nonce, count,
		    digest->ha2);
	if (challenge->opaque[0])
		snprintf(opaque, sizeof(opaque), ", opaque=\"%s\"", challenge->opaque);
	length = snprintf(line, size,
			  "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", "
			  "uri=\"%s\", cnonce=\"load\", response=\"%s\", algorithm=%s, qop=auth, "
			  "nc=%08x%s\r\n",
			  name, challenge->realm, challenge->nonce, digest->path, response,
			  digest->algorithm, count, opaque);
	if ((size_t)length >= size)
		FAIL("too long a login");
	return (size_t)length;
}
