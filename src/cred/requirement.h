/* A requirement says which of those whom the checkers know may enter a portal. */
#ifndef CRED_REQUIREMENT_H
#define CRED_REQUIREMENT_H

#include "postern/avatar_id.h"
#include "postern/error.h"

struct requirement;

/* Nobody meets it, until one is added. */
struct requirement *requirement_create(void);

/* Lets in by "user:NAME" and by "group:NAME" in the notation of plug-ins; names of users are
 * prepared as those of logins are. False, with the error set, when it can be met by nobody. */
bool requirement_add(struct requirement *requirement, const char *string, struct error *error);

/* True for who is one of the users, or in one of the groups; never for anonymous. Else false, with
 * the error set. */
bool requirement_check(const struct requirement *requirement, const struct avatar_id *avatar_id,
		       struct error *error);

/* NULL is fine. */
void requirement_destroy(struct requirement *requirement);

#endif
