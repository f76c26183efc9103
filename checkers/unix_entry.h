/* What single lines of passwd(5), shadow(5) and group(5) say. */
#ifndef CHECKERS_UNIX_ENTRY_H
#define CHECKERS_UNIX_ENTRY_H

#include "line_table.h"

struct unix_passwd {
	unsigned int uid;
	unsigned int gid; /* of the primary group */
};

#define UNIX_NEVER UINT_MAX

/* In days since 1970, or from one to another; UNIX_NEVER when nothing stands there. */
struct unix_shadow {
	struct octets hash;
	unsigned int changed; /* the password, last */
	unsigned int maximum; /* so long is it good */
	unsigned int expires; /* the account, on that day */
};

struct unix_group {
	unsigned int gid;
	struct octets members; /* names with ',' between them */
};

/* Each takes apart what line_table keeps as the secret: all behind the name. False: malformed. */
bool unix_passwd_read(struct octets text, struct unix_passwd *passwd);
bool unix_shadow_read(struct octets text, struct unix_shadow *shadow);
bool unix_group_read(struct octets text, struct unix_group *group);

/* It has no password, or an administrator has closed it. */
bool unix_shadow_is_locked(const struct unix_shadow *shadow);

/* Why no password is right, in words; NULL: one may be. */
const char *unix_shadow_lock(const struct unix_shadow *shadow);

/* Why the right password is of no use today, in words; NULL: it is. */
const char *unix_shadow_end(const struct unix_shadow *shadow, unsigned int today);

bool unix_group_has(const struct unix_group *group, struct octets name);

#endif
