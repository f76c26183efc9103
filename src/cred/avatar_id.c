/* Makes avatar ids: anonymous, or a name. */
#include "postern/avatar_id.h"

bool avatar_id_set(struct avatar_id *avatar_id, struct octets name)
{
	*avatar_id = (struct avatar_id){.kind = AVATAR_ID_NOBODY};
	if (name.length == 0 || name.length > AVATAR_ID_MAX)
		return false;
	avatar_id->kind = AVATAR_ID_NAMED;
	avatar_id->length = name.length;
	memcpy(avatar_id->name, name.data, name.length);
	return true;
}

void avatar_id_set_anonymous(struct avatar_id *avatar_id)
{
	*avatar_id = (struct avatar_id){.kind = AVATAR_ID_ANONYMOUS};
}
