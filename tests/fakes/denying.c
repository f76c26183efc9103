/* A realm that lets nobody in who has logged in: `denying`. */
#include "postern/memory.h"
#include "postern/realm.h"

#include <stdlib.h>

static struct realm *denying_create(struct arguments *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	return memory_take(1, sizeof(struct realm));
}

static enum verdict denying_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					   struct avatar **avatar, struct error *error)
{
	(void)realm;
	(void)avatar_id;
	(void)avatar;
	error_set(error, "nobody may");
	return VERDICT_REFUSED;
}

static void denying_destroy(struct realm *realm)
{
	free(realm);
}

const struct realm_type realm_denying = {
	.base = {.name = "denying", .usage = "", .summary = "denies everybody"},
	.create = denying_create,
	.request_avatar = denying_request_avatar,
	.destroy = denying_destroy,
};
