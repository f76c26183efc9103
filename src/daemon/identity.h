/* Who the daemon is to become, in numbers: after chroot names lead nowhere (lifecycle S2). */
#ifndef DAEMON_IDENTITY_H
#define DAEMON_IDENTITY_H

#include "postern/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct identity {
	bool changes; /* false: stay who we are */
	uid_t uid;
	gid_t gid;
	gid_t *groups; /* all of them, gid among them; for free() */
	size_t group_count;
	char *name; /* of the user, for messages; its number when it has none */
};

/* `user` and `group` are names or numbers; NULL: not given. Returns EX_OK; EX_NOUSER when there is
 * no such user or group, or a number without an entry has no group; EX_NOPERM when only root may do
 * that. */
int identity_resolve(const char *user, const char *group, struct identity *identity,
		     struct error *error);
void identity_finish(struct identity *identity);

/* Becomes it for good: bounding set of capabilities, groups, gid, uid, then verifies that nothing
 * leads back, then no-new-privileges and not dumpable (lifecycle section 1.7). Called while there
 * is one thread. An identity that does not change still gives up what can be given up without root.
 * Where only the group changes, root stays root, but cannot change its groups any more.
 * Returns EX_OK, EX_NOPERM, or EX_SOFTWARE when something leads back: then the process must not
 * serve. */
int identity_assume(const struct identity *identity, struct error *error);

#endif
