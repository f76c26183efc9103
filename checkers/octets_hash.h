/* A quick hash of octets, for tables. It is no secret: who wants to can find some that collide. */
#ifndef CHECKERS_OCTETS_HASH_H
#define CHECKERS_OCTETS_HASH_H

#include "postern/octets.h"

#include <stdint.h>

#define OCTETS_HASH_BEGIN 2166136261U

/* FNV-1a of all octets so far, beginning with OCTETS_HASH_BEGIN. */
static inline uint32_t octets_hash(uint32_t hash, struct octets octets)
{
	for (size_t i = 0; i < octets.length; i++)
		hash = (hash ^ (unsigned char)octets.data[i]) * 16777619U;
	return hash;
}

#endif
