/* The avatar id is the name that a realm knows a client by (Twisted: the same). */
#ifndef POSTERN_AVATAR_ID_H
#define POSTERN_AVATAR_ID_H

#include "postern/octets.h"

#define AVATAR_ID_MAX 255 /* bytes of a name */

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
};

/* False, and nobody, when the name is empty or too long. */
bool avatar_id_set(struct avatar_id *avatar_id, struct octets name);

void avatar_id_set_anonymous(struct avatar_id *avatar_id);

/* Empty unless it is a name. */
static inline struct octets avatar_id_name(const struct avatar_id *avatar_id)
{
	return (struct octets){.data = avatar_id->name, .length = avatar_id->length};
}

#endif
