/* Makes nonces that carry their own proof, and reads them back. */
#include "http/nonces.h"

#include "base/clock.h"
#include "cred/hash.h"
#include "http/base64.h"
#include "http/replay.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#define NONCE_VERSION    1
#define NONCE_MAC_SIZE   16 /* bytes */
#define NONCE_TEXT       BASE64_TEXT(sizeof(struct nonce_bytes))
#define NONCE_SIZE_FIXED 33 /* a multiple of three: the text has no padding */

/* What the text is the base64 of. Numbers are big-endian. */
struct nonce_bytes {
	unsigned char version;
	unsigned char key[2]; /* which key the MAC was made with: there is only 0 */
	unsigned char time[6];
	unsigned char id[8];
	unsigned char mac[NONCE_MAC_SIZE]; /* of all before it, and the realm */
};

static_assert(sizeof(struct nonce_bytes) == NONCE_SIZE_FIXED, "without holes");
static_assert(NONCE_TEXT <= NONCE_TEXT_MAX, "as the header says");

struct nonces {
	struct hmac_key *key;
	struct replay *replay;
	int64_t clock_offset;  /* milliseconds from the boot of the machine back to 1970 */
	_Atomic uint64_t next; /* id; from a random number on */
};

/* Setting the clock of a running machine makes no nonce young again, and none look forgotten. */
static int64_t nonces_now(const struct nonces *nonces)
{
	return clock_milliseconds(CLOCK_BOOTTIME) + nonces->clock_offset;
}

struct nonces *nonces_create(void)
{
	struct nonces *nonces = memory_take(1, sizeof(*nonces));
	uint64_t first;

	secret_random(&first, sizeof(first));
	atomic_init(&nonces->next, first);
	nonces->key = hmac_key_create_random();
	nonces->replay = replay_create();
	nonces->clock_offset =
		clock_milliseconds(CLOCK_REALTIME) - clock_milliseconds(CLOCK_BOOTTIME);
	return nonces;
}

void nonces_destroy(struct nonces *nonces)
{
	if (!nonces)
		return;
	hmac_key_destroy(nonces->key);
	replay_destroy(nonces->replay);
	free(nonces);
}

static void nonces_put(unsigned char *bytes, size_t size, uint64_t number)
{
	for (size_t i = size; i > 0; i--, number >>= 8)
		bytes[i - 1] = (unsigned char)number;
}

static uint64_t nonces_get(const unsigned char *bytes, size_t size)
{
	uint64_t number = 0;

	for (size_t i = 0; i < size; i++)
		number = number << 8 | bytes[i];
	return number;
}

static void nonces_mac(const struct nonces *nonces, const struct nonce_bytes *bytes,
		       struct octets realm, unsigned char mac[static HMAC_SIZE])
{
	const struct octets pieces[] = {
		{.data = (const char *)bytes, .length = offsetof(struct nonce_bytes, mac)},
		realm,
	};

	hmac_pieces(nonces->key, pieces, sizeof(pieces) / sizeof(pieces[0]), mac);
}

void nonces_make_at(struct nonces *nonces, struct octets realm, int64_t now,
		    char text[static NONCE_TEXT_MAX])
{
	struct nonce_bytes bytes = {.version = NONCE_VERSION};
	unsigned char mac[HMAC_SIZE];

	nonces_put(bytes.time, sizeof(bytes.time), (uint64_t)now);
	nonces_put(bytes.id, sizeof(bytes.id), atomic_fetch_add(&nonces->next, 1));
	nonces_mac(nonces, &bytes, realm, mac);
	memcpy(bytes.mac, mac, sizeof(bytes.mac));
	base64_encode((const unsigned char *)&bytes, sizeof(bytes), text);
}

void nonces_make(struct nonces *nonces, struct octets realm, char text[static NONCE_TEXT_MAX])
{
	nonces_make_at(nonces, realm, nonces_now(nonces), text);
}

static bool nonces_made(const struct nonces *nonces, const struct nonce_bytes *bytes,
			struct octets realm)
{
	unsigned char mac[HMAC_SIZE];

	if (bytes->version != NONCE_VERSION || nonces_get(bytes->key, sizeof(bytes->key)) != 0)
		return false;
	nonces_mac(nonces, bytes, realm, mac);
	return secret_equal((struct octets){(const char *)bytes->mac, sizeof(bytes->mac)},
			    (struct octets){(const char *)mac, sizeof(bytes->mac)});
}

struct nonce nonces_read_at(const struct nonces *nonces, struct octets realm, struct octets text,
			    int64_t now)
{
	struct nonce nonce = {.state = NONCE_FOREIGN};
	struct nonce_bytes bytes;
	size_t size;

	if (text.length != NONCE_TEXT - 1 || !base64_decode(text, (unsigned char *)&bytes, &size) ||
	    size != sizeof(bytes) || !nonces_made(nonces, &bytes, realm))
		return nonce;
	nonce.id = nonces_get(bytes.id, sizeof(bytes.id));
	nonce.time = (int64_t)nonces_get(bytes.time, sizeof(bytes.time));
	nonce.state = nonce.time - now > NONCE_SKEW || now - nonce.time >= NONCE_LIFETIME
			      ? NONCE_EXPIRED
			      : NONCE_FRESH;
	nonce.ends_soon = now - nonce.time >= NONCE_LIFETIME / 5 * 4;
	return nonce;
}

struct nonce nonces_read(struct nonces *nonces, struct octets realm, struct octets text)
{
	return nonces_read_at(nonces, realm, text, nonces_now(nonces));
}

bool nonces_use(struct nonces *nonces, const struct nonce *nonce, uint32_t count)
{
	assert(nonce->state == NONCE_FRESH);
	return replay_use(nonces->replay, nonce->id, nonce->time, count);
}
