/* Who a Digest answer says it is from (RFC 7616 sections 3.4 and 3.4.4, RFC 8187). */
#ifndef HTTP_DIGEST_USERNAME_H
#define HTTP_DIGEST_USERNAME_H

#include "postern/arena.h"
#include "postern/authorization.h"
#include "postern/credential_factory.h"
#include "postern/error.h"

struct digest_username {
	struct octets sent;     /* what the client hashed */
	struct octets prepared; /* what accounts are found by */
};

/* DECODING_CREDENTIALS with a name of 1 to 255 bytes, from `username` or `username*`. The error
 * says why there is none. */
enum decoding digest_username(const struct authorization *authorization, struct arena *arena,
			      struct digest_username *username, struct error *error);

#endif
