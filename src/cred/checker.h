/* The strict wrapper around checkers: nothing else calls through their table. */
#ifndef CRED_CHECKER_H
#define CRED_CHECKER_H

#include "base/arguments.h"
#include "cred/verdict_cache.h"
#include "postern/checker.h"

/* False, with the error set, when the type lacks what every checker has: it comes from elsewhere.
 */
bool checker_type_check(const struct plugin_type *type, struct error *error);

/* `string` is "type:argument..."; `types` are those of checkers. The option `interfaces=A,B`
 * narrows what any checker accepts. NULL with the error set. */
struct checker *checker_create(const char *string, struct origin origin,
			       const struct plugin_type *const types[], struct error *error);

/* One owner more, who calls checker_destroy(), too. Returns the checker. */
struct checker *checker_share(struct checker *checker);

/* Once, however many share it. The error begins with the checker's name. */
bool checker_start(struct checker *checker, const char *root, struct error *error);

/* Where it writes: a path that begins with '/'; NULL: nowhere. */
const char *checker_writes(const struct checker *checker);

/* REFUSED without asking when the checker accepts none of the interfaces that the credentials
 * provide. The error of every verdict but GRANTED and LATER begins with the checker's name. */
enum verdict checker_request_avatar_id(struct checker *checker, struct verdict_cache *cache,
				       struct credentials *credentials, const struct caller *caller,
				       struct avatar_id *avatar_id, struct error *error);

/* Counts whom its data hold; nobody where it cannot count. False with the error set. */
bool checker_census(const struct checker *checker, struct census *census, struct error *error);

/* The last owner's call destroys it. NULL is fine. */
void checker_destroy(struct checker *checker);

#endif
