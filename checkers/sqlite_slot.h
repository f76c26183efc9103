/* What one slot has of a store. Each reads for itself, so that none waits for another. */
#ifndef CHECKERS_SQLITE_SLOT_H
#define CHECKERS_SQLITE_SLOT_H

#include "look.h"
#include "postern/checker.h"
#include "sqlite_cache.h"
#include "sqlite_reader.h"

struct sqlite_slot {
	struct sqlite_reader reader;
	bool readable; /* else the reader's connection says why not */
	bool rehashes; /* replaces outdated hashes of passwords that were right */
	struct sqlite_cache cache;
	struct reader_row named; /* who was found by the hash of a name */
	struct look look;
};

struct sqlite_slot *sqlite_slot_create(const char *path, bool rehashes);

/* Looks whether the store changed, or an account expired, once a turn, and opens it anew if so:
 * what was remembered of before does not count any more. */
void sqlite_slot_look(struct sqlite_slot *slot, const struct caller *caller);

/* After a look, if it is readable. The caller wipes the secret. */
enum reader_finding sqlite_slot_find_password(struct sqlite_slot *slot, struct octets name,
					      struct reader_row *row);
enum reader_finding sqlite_slot_find_ha1(struct sqlite_slot *slot, struct octets name,
					 const struct digest_space *space, struct reader_row *row);

/* The name of what the store says of that user's password and groups: a password is only looked for
 * in the store itself, this is kept. Another one each time while the store cannot be read. */
uint64_t sqlite_slot_generation(struct sqlite_slot *slot, struct octets name);

/* The store was written by this slot: what is kept of it does not count any more. */
void sqlite_slot_forget(struct sqlite_slot *slot);

/* By its hash, which is not kept. The name stays until the next is looked for. */
enum reader_finding sqlite_slot_find_name(struct sqlite_slot *slot, struct octets userhash,
					  const struct digest_space *space, struct octets *name);

/* If it is not readable, or after READER_FINDING_FAILED: LATER where the caller may not block, and
 * waiting may help; else UNAVAILABLE. */
enum verdict sqlite_slot_cannot_tell(const struct sqlite_slot *slot, const struct caller *caller,
				     struct error *error);

/* NULL is fine. */
void sqlite_slot_destroy(struct sqlite_slot *slot);

#endif
