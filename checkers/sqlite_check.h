/* Decides about credentials by what the store has of their user. */
#ifndef CHECKERS_SQLITE_CHECK_H
#define CHECKERS_SQLITE_CHECK_H

#include "nobody.h"
#include "sqlite_slot.h"
#include "stand_in.h"

/* Both set the avatar id, with the groups, if they grant. The slot has looked, and is readable. */

/* IUsernamePassword; the caller may block. */
enum verdict sqlite_check_password(struct sqlite_slot *slot, const struct stand_in *stand_in,
				   struct credentials *credentials, const struct caller *caller,
				   struct avatar_id *avatar_id, struct error *error);

/* IUsernameDigestHash or IHashedUsername. Whoever cannot log in is compared with `nobody`. */
enum verdict sqlite_check_hash(struct sqlite_slot *slot, const struct nobody *nobody,
			       struct credentials *credentials, const struct caller *caller,
			       struct avatar_id *avatar_id, struct error *error);

#endif
