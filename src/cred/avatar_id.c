/* Makes avatar ids: anonymous, or a name, and the groups that it is in. */
#include "postern/avatar_id.h"

/* Bytes without a meaning are not zeroed: there are many of them, for each request. */
static void avatar_id_reset(struct avatar_id *avatar_id, enum avatar_id_kind kind)
{
	avatar_id->kind = kind;
	avatar_id->length = 0;
	avatar_id->name[0] = '\0';
	avatar_id->groups_length = 0;
}

bool avatar_id_set(struct avatar_id *avatar_id, struct octets name)
{
	avatar_id_reset(avatar_id, AVATAR_ID_NOBODY);
	if (name.length == 0 || name.length > AVATAR_ID_MAX)
		return false;
	avatar_id->kind = AVATAR_ID_NAMED;
	avatar_id->length = name.length;
	memcpy(avatar_id->name, name.data, name.length);
	avatar_id->name[name.length] = '\0';
	return true;
}

void avatar_id_set_anonymous(struct avatar_id *avatar_id)
{
	avatar_id_reset(avatar_id, AVATAR_ID_ANONYMOUS);
}

void avatar_id_set_nobody(struct avatar_id *avatar_id)
{
	avatar_id_reset(avatar_id, AVATAR_ID_NOBODY);
}

void avatar_id_copy(struct avatar_id *to, const struct avatar_id *from)
{
	to->kind = from->kind;
	to->length = from->length;
	memcpy(to->name, from->name, from->length + 1);
	to->groups_length = from->groups_length;
	memcpy(to->groups, from->groups, from->groups_length);
}

bool avatar_id_add_group(struct avatar_id *avatar_id, struct octets group)
{
	char *end = avatar_id->groups + avatar_id->groups_length;

	if (group.length == 0 || memchr(group.data, '\0', group.length))
		return false;
	if (avatar_id_in_group(avatar_id, group))
		return true;
	if (group.length >= AVATAR_GROUPS_MAX - avatar_id->groups_length)
		return false;
	memcpy(end, group.data, group.length);
	end[group.length] = '\0';
	avatar_id->groups_length += group.length + 1;
	return true;
}

bool avatar_id_in_group(const struct avatar_id *avatar_id, struct octets group)
{
	size_t begin = 0;

	while (begin < avatar_id->groups_length) {
		struct octets one = octets_from(avatar_id->groups + begin);

		if (octets_equal(one, group))
			return true;
		begin += one.length + 1;
	}
	return false;
}
