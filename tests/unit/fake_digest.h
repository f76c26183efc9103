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
};

/* In the protection space "Example", with SHA-256. */
struct fake_digest fake_digest(struct octets username, struct octets password);

#endif
