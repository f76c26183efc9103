/*
 * Remembers whose names clients have sent by Basic, by the hash of all that they sent, so that it
 * need not be decoded again. It knows no passwords, and nothing of whether they were right.
 */
#ifndef HTTP_BASIC_NAMES_H
#define HTTP_BASIC_NAMES_H

#include "base/siphash.h"

struct basic_names;

struct basic_names *basic_names_create(void);

/* NULL is fine. */
void basic_names_destroy(struct basic_names *names);

/* Under a key that dies with them. Any thread. */
struct siphash_key basic_names_hash(const struct basic_names *names, struct octets sent);

/* Absent when it is not known. Borrowed until the next one is kept. The slot is that of a request,
 * and has names of its own. */
struct octets basic_names_find(const struct basic_names *names, unsigned int slot,
			       const struct siphash_key *hash);

/* In the place of another. One that is long is not kept. */
void basic_names_keep(struct basic_names *names, unsigned int slot, const struct siphash_key *hash,
		      struct octets name);

#endif
