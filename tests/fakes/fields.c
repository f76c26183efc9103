/* A realm whose page has as many header fields as it is told: `fields:NUMBER`. */
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/realm.h"

#include <stdlib.h>

struct fields {
	struct realm realm;
	struct avatar avatar;
	unsigned long count;
};

static struct fields *fields_from(struct realm *realm)
{
	return container_of(realm, struct fields, realm);
}

static void fields_respond(struct avatar *avatar, const struct request *request,
			   struct response *response)
{
	const struct fields *fields = container_of(avatar, struct fields, avatar);

	(void)request;
	for (unsigned long i = 1; i <= fields->count; i++)
		response_add_header(response, "X-Field", "%lu", i);
	response_set_constant(response, OCTETS("fields\n"));
}

static const struct avatar_type fields_avatar = {
	.respond = fields_respond,
};

static struct realm *fields_create(struct arguments *arguments, struct error *error)
{
	struct octets count;
	struct fields *fields;

	if (!arguments_next(arguments, &count)) {
		error_set(error, "expected a number");
		return NULL;
	}
	fields = memory_take(1, sizeof(*fields));
	fields->avatar.type = &fields_avatar;
	fields->count = strtoul(count.data, NULL, 10);
	return &fields->realm;
}

static enum verdict fields_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					  struct avatar **avatar, struct error *error)
{
	(void)avatar_id;
	(void)error;
	*avatar = &fields_from(realm)->avatar;
	return VERDICT_GRANTED;
}

static void fields_destroy(struct realm *realm)
{
	free(fields_from(realm));
}

const struct realm_type realm_fields = {
	.base = {.name = "fields",
		 .usage = "NUMBER",
		 .summary = "a page with that many header fields"},
	.create = fields_create,
	.request_avatar = fields_request_avatar,
	.destroy = fields_destroy,
};
