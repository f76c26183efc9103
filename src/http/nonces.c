/* Makes nonces that carry their own proof, and reads them back. */
#include "http/nonces.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/siphash.h"
#include "cred/hash.h"
#include "http/credential_factory.h"
#include "http/replay.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <endian.h>
#include <stdatomic.h>
#include <stdlib.h>

#define NONCE_VERSION   UINT64_C(4)
#define NONCE_TIME_BITS 56
#define NONCE_TIME_MASK ((UINT64_C(1) << NONCE_TIME_BITS) - 1)
#define NONCE_TEXT      BASE64_TEXT(sizeof(struct nonce_words))

/* What the text is the base64 of; a multiple of three bytes: the text has no padding. Big-endian.
 *
 * The MAC is SipHash, a word of it: who wants to guess one has the five minutes that the nonce
 * would live, and must know a password already to be told whether it was right. */
struct nonce_words {
	uint64_t made; /* NONCE_VERSION in the highest byte, and the time */
	uint64_t id;
	uint64_t mac; /* of the two, and the realm */
};

#define NONCE_HEAD offsetof(struct nonce_words, mac)

static_assert(sizeof(struct nonce_words) % 3 == 0, "as it says");
static_assert(NONCE_TEXT <= NONCE_TEXT_MAX, "as the header says");

/* What all generations of a process share. */
struct nonces_memory {
	atomic_uint holders; /* generations */
	struct replay *replay;
	int64_t clock_offset;  /* milliseconds from the boot of the machine back to 1970 */
	_Atomic uint64_t tick; /* at which the clock was read */
	_Atomic int64_t now;   /* what it said */
	int64_t began;         /* when there was nothing in the memory yet */
	uint64_t first;        /* id, a random number; those that follow it are ours */
	_Atomic uint64_t next; /* id */
};

struct nonces {
	struct nonces_memory *memory;
	struct siphash_key key;
	struct siphash_key former; /* made the nonces before; if there were none, nobody has it */
};

/* Setting the clock of a running machine makes no nonce young again, and none look forgotten. That
 * clock has no coarse form, and takes several times as long on some machines: it is read once a
 * tick. */
static int64_t nonces_now(struct nonces_memory *memory)
{
	uint64_t tick = clock_monotonic_coarse_ms();

	if (memory->tick != tick) {
		memory->now = clock_milliseconds(CLOCK_BOOTTIME) + memory->clock_offset;
		memory->tick = tick;
	}
	return memory->now;
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
	secret_random(&nonces->key, sizeof(nonces->key));
	secret_random(&nonces->former, sizeof(nonces->former));
	return nonces;
}

struct nonces *nonces_succeed(const struct nonces *nonces)
{
	struct nonces *successor = memory_take(1, sizeof(*successor));

	*successor = *nonces;
	successor->memory->holders++;
	return successor;
}

static bool nonces_same_key(const struct siphash_key *a, const struct siphash_key *b)
{
	return secret_equal((struct octets){(const char *)a, sizeof(*a)},
			    (struct octets){(const char *)b, sizeof(*b)});
}

void nonces_set_key(struct nonces *nonces, struct octets secret)
{
	unsigned char bytes[HMAC_SIZE];
	struct siphash_key key;

	hmac_derive(OCTETS("postern: Digest nonces"), secret, bytes);
	memcpy(&key, bytes, sizeof(key));
	if (!nonces_same_key(&key, &nonces->key)) {
		nonces->former = nonces->key;
		nonces->key = key;
	}
	secret_wipe(bytes, sizeof(bytes));
	secret_wipe(&key, sizeof(key));
}

void nonces_set_random_key(struct nonces *nonces)
{
	nonces->former = nonces->key;
	secret_random(&nonces->key, sizeof(nonces->key));
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
	secret_wipe(nonces, sizeof(*nonces));
	free(nonces);
}

static uint64_t nonces_mac(const struct siphash_key *key, const struct nonce_words *words,
			   struct octets realm)
{
	char text[NONCE_HEAD + PROTECTION_SPACE_MAX];

	assert(realm.length <= PROTECTION_SPACE_MAX);
	memcpy(text, words, NONCE_HEAD);
	memcpy(text + NONCE_HEAD, realm.data, realm.length);
	return htobe64(siphash(key, (struct octets){text, NONCE_HEAD + realm.length}));
}

void nonces_make_at(struct nonces *nonces, struct octets realm, int64_t now,
		    char text[static NONCE_TEXT_MAX])
{
	struct nonce_words words = {
		.made = htobe64(NONCE_VERSION << NONCE_TIME_BITS | (uint64_t)now),
		.id = htobe64(atomic_fetch_add(&nonces->memory->next, 1)),
	};

	words.mac = nonces_mac(&nonces->key, &words, realm);
	base64_encode((const unsigned char *)&words, sizeof(words), text);
}

void nonces_make(struct nonces *nonces, struct octets realm, char text[static NONCE_TEXT_MAX])
{
	nonces_make_at(nonces, realm, nonces_now(nonces->memory), text);
}

static bool nonces_decode(const struct nonces *nonces, struct octets realm, struct octets text,
			  struct nonce_words *words)
{
	size_t size;

	return text.length == NONCE_TEXT - 1 &&
	       base64_decode(text, (unsigned char *)words, &size) && size == sizeof(*words) &&
	       be64toh(words->made) >> NONCE_TIME_BITS == NONCE_VERSION &&
	       /* Words, compared at a stroke: the time tells nothing. */
	       (words->mac == nonces_mac(&nonces->key, words, realm) ||
		words->mac == nonces_mac(&nonces->former, words, realm));
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
	struct nonce_words words;

	if (!nonces_decode(nonces, realm, text, &words))
		return nonce;
	nonce.id = be64toh(words.id);
	nonce.time = (int64_t)(be64toh(words.made) & NONCE_TIME_MASK);
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
