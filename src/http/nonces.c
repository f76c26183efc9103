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

#define NONCE_VERSION    2
#define NONCE_MAC_SIZE   18 /* bytes */
#define NONCE_TEXT       BASE64_TEXT(sizeof(struct nonce_bytes))
#define NONCE_SIZE_FIXED 33 /* a multiple of three: the text has no padding */

/* What the text is the base64 of. Numbers are big-endian. */
struct nonce_bytes {
	unsigned char version;
	unsigned char time[6];
	unsigned char id[8];
	unsigned char mac[NONCE_MAC_SIZE]; /* of all before it, and the realm */
};

static_assert(sizeof(struct nonce_bytes) == NONCE_SIZE_FIXED, "without holes");
static_assert(NONCE_TEXT <= NONCE_TEXT_MAX, "as the header says");

/* What all generations of a process share. */
struct nonces_memory {
	atomic_uint holders; /* generations */
	struct replay *replay;
	int64_t clock_offset;  /* milliseconds from the boot of the machine back to 1970 */
	int64_t began;         /* when there was nothing in the memory yet */
	uint64_t first;        /* id, a random number; those that follow it are ours */
	_Atomic uint64_t next; /* id */
};

struct nonces {
	struct nonces_memory *memory;
	struct hmac_key *key;
	struct hmac_key *former; /* made the nonces before; NULL: there were none */
};

/* Setting the clock of a running machine makes no nonce young again, and none look forgotten. */
static int64_t nonces_now(const struct nonces_memory *memory)
{
	return clock_milliseconds(CLOCK_BOOTTIME) + memory->clock_offset;
}

static struct nonces_memory *nonces_memory_create(void)
{
	struct nonces_memory *memory = memory_take(1, sizeof(*memory));

	memory->holders = 1;
	memory->replay = replay_create();
	memory->clock_offset =
		clock_milliseconds(CLOCK_REALTIME) - clock_milliseconds(CLOCK_BOOTTIME);
	memory->began = nonces_now(memory);
	secret_random(&memory->first, sizeof(memory->first));
	memory->next = memory->first;
	return memory;
}

struct nonces *nonces_create(void)
{
	struct nonces *nonces = memory_take(1, sizeof(*nonces));

	nonces->memory = nonces_memory_create();
	nonces->key = hmac_key_create_random();
	return nonces;
}

struct nonces *nonces_succeed(const struct nonces *nonces)
{
	struct nonces *successor = memory_take(1, sizeof(*successor));

	successor->memory = nonces->memory;
	successor->memory->holders++;
	successor->key = hmac_key_copy(nonces->key);
	if (nonces->former)
		successor->former = hmac_key_copy(nonces->former);
	return successor;
}

static void nonces_change_key(struct nonces *nonces, struct hmac_key *key)
{
	hmac_key_destroy(nonces->former);
	nonces->former = nonces->key;
	nonces->key = key;
}

void nonces_set_key(struct nonces *nonces, struct octets secret)
{
	struct hmac_key *key = hmac_key_derive(OCTETS("postern: Digest nonces"), secret);

	if (hmac_key_equal(key, nonces->key))
		hmac_key_destroy(key);
	else
		nonces_change_key(nonces, key);
}

void nonces_set_random_key(struct nonces *nonces)
{
	nonces_change_key(nonces, hmac_key_create_random());
}

static void nonces_memory_let_go(struct nonces_memory *memory)
{
	if (atomic_fetch_sub(&memory->holders, 1) > 1)
		return;
	replay_destroy(memory->replay);
	free(memory);
}

void nonces_destroy(struct nonces *nonces)
{
	if (!nonces)
		return;
	nonces_memory_let_go(nonces->memory);
	hmac_key_destroy(nonces->key);
	hmac_key_destroy(nonces->former);
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

static void nonces_mac(const struct hmac_key *key, const struct nonce_bytes *bytes,
		       struct octets realm, unsigned char mac[static HMAC_SIZE])
{
	const struct octets pieces[] = {
		{.data = (const char *)bytes, .length = offsetof(struct nonce_bytes, mac)},
		realm,
	};

	hmac_pieces(key, pieces, sizeof(pieces) / sizeof(pieces[0]), mac);
}

void nonces_make_at(struct nonces *nonces, struct octets realm, int64_t now,
		    char text[static NONCE_TEXT_MAX])
{
	struct nonce_bytes bytes = {.version = NONCE_VERSION};
	unsigned char mac[HMAC_SIZE];

	nonces_put(bytes.time, sizeof(bytes.time), (uint64_t)now);
	nonces_put(bytes.id, sizeof(bytes.id), atomic_fetch_add(&nonces->memory->next, 1));
	nonces_mac(nonces->key, &bytes, realm, mac);
	memcpy(bytes.mac, mac, sizeof(bytes.mac));
	base64_encode((const unsigned char *)&bytes, sizeof(bytes), text);
}

void nonces_make(struct nonces *nonces, struct octets realm, char text[static NONCE_TEXT_MAX])
{
	nonces_make_at(nonces, realm, nonces_now(nonces->memory), text);
}

static bool nonces_made_with(const struct hmac_key *key, const struct nonce_bytes *bytes,
			     struct octets realm)
{
	unsigned char mac[HMAC_SIZE];

	if (!key)
		return false;
	nonces_mac(key, bytes, realm, mac);
	return secret_equal((struct octets){(const char *)bytes->mac, sizeof(bytes->mac)},
			    (struct octets){(const char *)mac, sizeof(bytes->mac)});
}

static bool nonces_decode(const struct nonces *nonces, struct octets realm, struct octets text,
			  struct nonce_bytes *bytes)
{
	size_t size;

	return text.length == NONCE_TEXT - 1 &&
	       base64_decode(text, (unsigned char *)bytes, &size) && size == sizeof(*bytes) &&
	       bytes->version == NONCE_VERSION &&
	       (nonces_made_with(nonces->key, bytes, realm) ||
		nonces_made_with(nonces->former, bytes, realm));
}

static enum nonce_state nonces_judge(const struct nonces_memory *memory, const struct nonce *nonce,
				     int64_t now)
{
	if (nonce->time - now > NONCE_SKEW || now - nonce->time >= NONCE_LIFETIME)
		return NONCE_EXPIRED;
	/* The process before us may have seen its counts, or somebody else while we did not run:
	 * what was captured then must be worth nothing now. */
	if (!nonce->made_here && nonce->time <= memory->began + NONCE_SKEW)
		return NONCE_EXPIRED;
	return NONCE_FRESH;
}

struct nonce nonces_read_at(const struct nonces *nonces, struct octets realm, struct octets text,
			    int64_t now)
{
	const struct nonces_memory *memory = nonces->memory;
	struct nonce nonce = {.state = NONCE_FOREIGN};
	struct nonce_bytes bytes;

	if (!nonces_decode(nonces, realm, text, &bytes))
		return nonce;
	nonce.id = nonces_get(bytes.id, sizeof(bytes.id));
	nonce.time = (int64_t)nonces_get(bytes.time, sizeof(bytes.time));
	nonce.made_here = nonce.id - memory->first < memory->next - memory->first;
	nonce.ends_soon = now - nonce.time >= NONCE_LIFETIME / 5 * 4;
	nonce.state = nonces_judge(memory, &nonce, now);
	return nonce;
}

struct nonce nonces_read(struct nonces *nonces, struct octets realm, struct octets text)
{
	return nonces_read_at(nonces, realm, text, nonces_now(nonces->memory));
}

bool nonces_use(struct nonces *nonces, const struct nonce *nonce, uint32_t count)
{
	assert(nonce->state == NONCE_FRESH);
	if (nonce->made_here)
		return replay_use(nonces->memory->replay, nonce->id, nonce->time, count);
	return replay_use_rising(nonces->memory->replay, nonce->id, nonce->time, count);
}
