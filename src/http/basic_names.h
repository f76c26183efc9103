/*
 * Remembers whose names clients have sent by Basic, by the hash of all that they sent, so that it
 * need not be decoded again. It knows no passwords, and nothing of whether they were right. One
 * thread's own.
 */
#ifndef HTTP_BASIC_NAMES_H
#define HTTP_BASIC_NAMES_H

#include "base/siphash.h"

struct basic_names;

struct basic_names *basic_names_create(void);

/* NULL is fine. */
void basic_names_destroy(struct basic_names *names);

/* Absent when it is not known. Borrowed until the next one is kept. */
struct octets basic_names_find(const struct basic_names *names, const struct siphash_key *hash);

/* In the place of another. One that is long is not kept. */
void basic_names_keep(struct basic_names *names, const struct siphash_key *hash,
		      struct octets name);

#endif
