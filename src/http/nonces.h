/*
 * Nonces of Digest (RFC 7616 section 3.3): stateless, authenticated, unique for each 401, and a
 * bounded memory of which counts of which nonces were used.
 */
#ifndef HTTP_NONCES_H
#define HTTP_NONCES_H

#include "postern/octets.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * One generation: its keys, and the memory that it shares with those before and after it. Who else
 * has the key accepts these nonces, too: another process that serves the same portals.
 */
struct nonces;

#define NONCE_TEXT_MAX 64 /* bytes with the NUL */

enum nonce_state {
	NONCE_FOREIGN = 0, /* not made with a key of ours, or not for this realm */
	/* Too old, or made elsewhere before this process began, which does not know what was used
	 * of it. */
	NONCE_EXPIRED,
	NONCE_FRESH,
};

/* What a nonce says of itself. */
struct nonce {
	enum nonce_state state;
	uint64_t id;  /* unique among the nonces that are fresh */
	int64_t time; /* of its making, milliseconds since 1970 */
	bool made_here;
	bool ends_soon; /* it is in the last fifth of its life: time for the next one */
};

#define NONCE_LIFETIME 300000 /* milliseconds */
#define NONCE_SKEW     5000   /* milliseconds that clocks of those who share a key may differ */

/* With a key that nobody else has. */
struct nonces *nonces_create(void);

/* The next generation, with the same keys. The old one stays good until it is destroyed. */
struct nonces *nonces_succeed(const struct nonces *nonces);

/* From now on nonces are made with a key made of these octets, or with one that nobody else has.
 * Those made with the key before are read until they expire. While nobody else uses the nonces. */
void nonces_set_key(struct nonces *nonces, struct octets secret);
void nonces_set_random_key(struct nonces *nonces);

/* NULL is fine. Any thread. */
void nonces_destroy(struct nonces *nonces);

/* Any thread, without a lock. */
void nonces_make(struct nonces *nonces, struct octets realm, char text[static NONCE_TEXT_MAX]);
struct nonce nonces_read(struct nonces *nonces, struct octets realm, struct octets text);

/* The same at a given time. */
void nonces_make_at(struct nonces *nonces, struct octets realm, int64_t now,
		    char text[static NONCE_TEXT_MAX]);
struct nonce nonces_read_at(const struct nonces *nonces, struct octets realm, struct octets text,
			    int64_t now);

/* Uses up one count of a fresh nonce: true once for each pair, and only within the replay window;
 * of a nonce that was made elsewhere only rising counts. Called only after a right digest, so that
 * strangers cannot fill the memory. Any thread. */
bool nonces_use(struct nonces *nonces, const struct nonce *nonce, uint32_t count);

#endif
