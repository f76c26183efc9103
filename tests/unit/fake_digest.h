/* Digest credentials without HTTP: a client that knows a password, in one protection space. */
#ifndef FAKE_DIGEST_H
#define FAKE_DIGEST_H

#include "postern/credentials.h"

struct fake_digest {
	struct credentials base; /* IUsernameHashedPassword and IUsernameDigestHash */
	struct digest_space space;
	struct octets password;
	bool spent;            /* it answers a challenge that is spent */
	unsigned int compared; /* times */
	unsigned char username_hash[DIGEST_SIZE_MAX];
};

/* In the protection space "Example", with SHA-256. */
struct fake_digest fake_digest(struct octets username, struct octets password);

/* The same with the name hashed: IHashedUsername. */
struct fake_digest fake_digest_hashed(struct octets username, struct octets password);

#endif
