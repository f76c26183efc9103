/* The avatar id is the name that a realm knows a client by (Twisted: the same). */
#ifndef POSTERN_AVATAR_ID_H
#define POSTERN_AVATAR_ID_H

#include "postern/octets.h"

#define AVATAR_ID_MAX     255 /* bytes of a name */
#define AVATAR_GROUPS_MAX 512 /* bytes of all groups of one avatar id, each with its NUL */

/* Anonymous is a kind of its own, never the name "" (Twisted: checkers.ANONYMOUS). */
enum avatar_id_kind {
	AVATAR_ID_NOBODY = 0, /* zeroed memory is nobody */
	AVATAR_ID_ANONYMOUS,
	AVATAR_ID_NAMED,
};

struct avatar_id {
	enum avatar_id_kind kind;
	size_t length; /* of the name, in bytes: 1 to AVATAR_ID_MAX if named, else 0 */
	char name[AVATAR_ID_MAX + 1];
	/* What the checker says of its groups: their names, each with a NUL behind it. */
	size_t groups_length; /* in bytes, with the NULs */
	char groups[AVATAR_GROUPS_MAX];
};

/* Without groups. False, and nobody, when the name is empty or too long. */
bool avatar_id_set(struct avatar_id *avatar_id, struct octets name);

void avatar_id_set_anonymous(struct avatar_id *avatar_id);
void avatar_id_set_nobody(struct avatar_id *avatar_id);

/* Cheaper than an assignment: most of the memory has no meaning. */
void avatar_id_copy(struct avatar_id *to, const struct avatar_id *from);

/* False, and nothing added, when the group's name is empty or holds a NUL, or when no room is left.
 * A name that is there already is not added again. */
bool avatar_id_add_group(struct avatar_id *avatar_id, struct octets group);

bool avatar_id_in_group(const struct avatar_id *avatar_id, struct octets group);

/* Empty unless it is a name. */
static inline struct octets avatar_id_name(const struct avatar_id *avatar_id)
{
	return (struct octets){.data = avatar_id->name, .length = avatar_id->length};
}

#endif
