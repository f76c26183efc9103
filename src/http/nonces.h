/*
 * Nonces of Digest (RFC 7616 section 3.3): stateless, authenticated, unique for each 401, and a
 * bounded memory of which counts of which nonces were used.
 */
#ifndef HTTP_NONCES_H
#define HTTP_NONCES_H

#include "postern/octets.h"

#include <stdbool.h>
#include <stdint.h>

struct nonces;

#define NONCE_TEXT_MAX 64 /* bytes with the NUL */

enum nonce_state {
	NONCE_FOREIGN = 0, /* not made by us, or not for this realm, or by a key that is gone */
	NONCE_EXPIRED,
	NONCE_FRESH,
};

/* What a nonce says of itself. */
struct nonce {
	enum nonce_state state;
	uint64_t id;    /* unique among the nonces that are fresh */
	int64_t time;   /* of its making, milliseconds since 1970 */
	bool ends_soon; /* it is in the last fifth of its life: time for the next one */
};

#define NONCE_LIFETIME 300000 /* milliseconds */
#define NONCE_SKEW     5000   /* milliseconds that a nonce may be ahead of the clock */

struct nonces *nonces_create(void);

/* NULL is fine. */
void nonces_destroy(struct nonces *nonces);

/* Any thread, without a lock. */
void nonces_make(struct nonces *nonces, struct octets realm, char text[static NONCE_TEXT_MAX]);
struct nonce nonces_read(struct nonces *nonces, struct octets realm, struct octets text);

/* The same at a given time. */
void nonces_make_at(struct nonces *nonces, struct octets realm, int64_t now,
		    char text[static NONCE_TEXT_MAX]);
struct nonce nonces_read_at(const struct nonces *nonces, struct octets realm, struct octets text,
			    int64_t now);

/* Uses up one count of a fresh nonce: true once for each pair, and only within the replay window.
 * Called only after a right digest, so that strangers cannot fill the memory. Any thread. */
bool nonces_use(struct nonces *nonces, const struct nonce *nonce, uint32_t count);

#endif
