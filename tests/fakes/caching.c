/* A realm whose page has a status and Cache-Control fields as it is told:
 * `caching:STATUS[:VALUE...]`. */
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/realm.h"

#include <stdlib.h>

#define CACHING_VALUES_MAX 4

struct caching {
	struct realm realm;
	struct avatar avatar;
	unsigned int status;
	char *values[CACHING_VALUES_MAX];
	size_t value_count;
};

static struct caching *caching_from(struct realm *realm)
{
	return container_of(realm, struct caching, realm);
}

static void caching_respond(struct avatar *avatar, const struct request *request,
			    struct response *response)
{
	const struct caching *caching = container_of(avatar, struct caching, avatar);

	(void)request;
	response_set_status(response, caching->status);
	for (size_t i = 0; i < caching->value_count; i++)
		response_add_header(response, "Cache-Control", "%s", caching->values[i]);
	response_set_constant(response, OCTETS("caching\n"));
}

static const struct avatar_type caching_avatar = {
	.respond = caching_respond,
};

static struct realm *caching_create(struct arguments *arguments, struct error *error)
{
	struct octets piece;
	struct caching *caching;

	if (!arguments_next(arguments, &piece)) {
		error_set(error, "expected a status");
		return NULL;
	}
	caching = memory_take(1, sizeof(*caching));
	caching->avatar.type = &caching_avatar;
	caching->status = (unsigned int)strtoul(piece.data, NULL, 10);
	while (caching->value_count < CACHING_VALUES_MAX && arguments_next(arguments, &piece))
		caching->values[caching->value_count++] = memory_copy_text(piece);
	return &caching->realm;
}

static enum verdict caching_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					   struct avatar **avatar, struct error *error)
{
	(void)avatar_id;
	(void)error;
	*avatar = &caching_from(realm)->avatar;
	return VERDICT_GRANTED;
}

static void caching_destroy(struct realm *realm)
{
	struct caching *caching = caching_from(realm);

	for (size_t i = 0; i < caching->value_count; i++)
		free(caching->values[i]);
	free(caching);
}

const struct realm_type realm_caching = {
	.base = {.name = "caching",
		 .usage = "STATUS[:VALUE...]",
		 .summary = "a page with that status and those Cache-Control fields"},
	.create = caching_create,
	.request_avatar = caching_request_avatar,
	.destroy = caching_destroy,
};
