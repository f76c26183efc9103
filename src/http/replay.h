/*
 * Which counts of which nonces were used: a table of one fixed size that forgets the oldest nonces
 * first, and never lets in what it has forgotten.
 */
#ifndef HTTP_REPLAY_H
#define HTTP_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#define REPLAY_SETS   8192 /* by the low bits of the nonce's id */
#define REPLAY_WAYS   8    /* nonces in a set: 65536 altogether, in less than 4 MiB */
#define REPLAY_WINDOW 128  /* counts: the newest of a nonce and those right before it */

struct replay;

struct replay *replay_create(void);

/* NULL is fine. */
void replay_destroy(struct replay *replay);

/* True once for each pair of id and count. A nonce may begin at any count, and use counts out of
 * order within the window; after UINT32_MAX it has none left. `time` (positive, any unit) says
 * which nonce is older: one that is not newer than the newest that its set forgot may itself be
 * forgotten, and is refused. Any thread; two wait for each other only in the same set. */
bool replay_use(struct replay *replay, uint64_t id, int64_t time, uint32_t count);

/* The same for a nonce that is used elsewhere, too: only counts above all that were used here. */
bool replay_use_rising(struct replay *replay, uint64_t id, int64_t time, uint32_t count);

#endif
