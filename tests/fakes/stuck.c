/* A realm whose page never comes: who asks for it holds up the loop that answers. */
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/realm.h"

#include <stdlib.h>
#include <unistd.h>

struct stuck {
	struct realm realm;
	struct avatar avatar;
};

static struct stuck *stuck_from(struct realm *realm)
{
	return container_of(realm, struct stuck, realm);
}

_Noreturn static void stuck_respond(struct avatar *avatar, const struct request *request,
				    struct response *response)
{
	(void)avatar;
	(void)request;
	(void)response;
	while (true)
		pause();
}

static const struct avatar_type stuck_avatar = {
	.respond = stuck_respond,
};

static struct realm *stuck_create(struct arguments *arguments, struct error *error)
{
	struct stuck *stuck = memory_take(1, sizeof(*stuck));

	(void)arguments;
	(void)error;
	stuck->avatar.type = &stuck_avatar;
	return &stuck->realm;
}

static enum verdict stuck_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					 struct avatar **avatar, struct error *error)
{
	(void)avatar_id;
	(void)error;
	*avatar = &stuck_from(realm)->avatar;
	return VERDICT_GRANTED;
}

static void stuck_destroy(struct realm *realm)
{
	free(stuck_from(realm));
}

const struct realm_type realm_stuck = {
	.base = {.name = "stuck", .usage = "", .summary = "a page that never comes"},
	.create = stuck_create,
	.request_avatar = stuck_request_avatar,
	.destroy = stuck_destroy,
};
