/* The strict wrappers around realms and their avatars: nothing else calls through their tables. */
#ifndef CRED_REALM_H
#define CRED_REALM_H

#include "base/arguments.h"
#include "postern/realm.h"

/* False, with the error set, when the type lacks what every realm has: it comes from elsewhere. */
bool realm_type_check(const struct plugin_type *type, struct error *error);

/* `string` is "type:argument..."; `types` are those of realms. NULL with the error set. */
struct realm *realm_create(const char *string, struct origin origin,
			   const struct plugin_type *const types[], struct error *error);

/* The commons must outlive the realm. The error begins with the realm's name. */
bool realm_start(struct realm *realm, const char *root, struct commons *commons,
		 struct error *error);

/* Where it writes: a path that begins with '/'; NULL: nowhere. */
const char *realm_writes(const struct realm *realm);

/* GRANTED comes with an avatar. The error of the other verdicts begins with the realm's name. */
enum verdict realm_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
				  struct avatar **avatar, struct error *error);

/* NULL is fine. */
void realm_destroy(struct realm *realm);

void avatar_respond(struct avatar *avatar, const struct request *request,
		    struct response *response);
void avatar_logout(struct avatar *avatar);

#endif
