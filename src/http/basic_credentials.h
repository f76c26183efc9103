/*
 * What a client presents by Basic: a name and a password. The password is decoded when a checker
 * asks for it; who only remembers that it was right asks for the fingerprint.
 */
#ifndef HTTP_BASIC_CREDENTIALS_H
#define HTTP_BASIC_CREDENTIALS_H

#include "base/siphash.h"
#include "postern/arena.h"
#include "postern/credentials.h"
#include "postern/error.h"

/* Provides IUsernamePassword. */
struct basic_credentials {
	struct credentials base;
	struct siphash_key fingerprint;
	struct octets token68;   /* borrowed from what was parsed, which outlives them */
	struct arena *arena;     /* borrowed, for all that is decoded */
	struct octets *password; /* absent (data NULL) until it is decoded */
};

/* In the arena, without a name. NULL when that is full. */
struct basic_credentials *basic_credentials_take(struct arena *arena,
						 const struct siphash_key *fingerprint,
						 struct octets token68);

/* Decodes name and password. False, with the error set, when there are none. */
bool basic_credentials_decode(struct basic_credentials *credentials, struct error *error);

/* Instead, when the name is known by the fingerprint: of what was decoded before. The name is
 * copied. False when the arena is full. */
bool basic_credentials_recognize(struct basic_credentials *credentials, struct octets name);

#endif
