/* Who a Digest answer says it is from (RFC 7616 sections 3.4 and 3.4.4, RFC 8187). */
#ifndef HTTP_DIGEST_USERNAME_H
#define HTTP_DIGEST_USERNAME_H

#include "http/digest_offer.h"

struct digest_username {
	bool hashed;
	struct octets sent;     /* what the client hashed; or the hash itself, as bytes */
	struct octets prepared; /* what accounts are found by; empty when the name is hashed */
};

/* DECODING_CREDENTIALS with a name of 1 to 255 bytes, from `username` or `username*`, or with a
 * hash of the length of the algorithm's where that is offered. The error says why there is neither.
 */
enum decoding digest_username(const struct authorization *authorization,
			      const struct digest_offer *offer, struct arena *arena,
			      struct digest_username *username, struct error *error);

#endif
