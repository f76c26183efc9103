/* A checker and a realm in a shared object of their own: who knows the code of the door is let in,
 * and greeted. */
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/plugin_object.h"
#include "postern/secret.h"

#include <stdlib.h>

struct door {
	struct checker base;
	struct octets code;
};

static struct door *door_from(struct checker *checker)
{
	return container_of(checker, struct door, base);
}

static struct checker *door_create(struct arguments *arguments, struct error *error)
{
	struct octets code;
	struct door *door;

	if (!arguments_next(arguments, &code)) {
		error_set(error, "expected the code of the door");
		return NULL;
	}
	door = memory_take(1, sizeof(*door));
	door->code = (struct octets){memory_copy_text(code), code.length};
	return &door->base;
}

static enum verdict door_request_avatar_id(struct checker *checker, struct credentials *credentials,
					   const struct caller *caller, struct avatar_id *avatar_id,
					   struct error *error)
{
	(void)caller;
	if (!credentials_check_password(credentials, door_from(checker)->code)) {
		error_set(error, "wrong code");
		return VERDICT_REFUSED;
	}
	avatar_id_set(avatar_id, credentials->username);
	return VERDICT_GRANTED;
}

static void door_destroy(struct checker *checker)
{
	struct door *door = door_from(checker);

	secret_wipe((char *)door->code.data, door->code.length);
	free((char *)door->code.data);
	free(door);
}

static const struct checker_type checker_door = {
	.base = {.name = "door", .usage = "CODE", .summary = "who knows the code of the door"},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD,
	.create = door_create,
	.request_avatar_id = door_request_avatar_id,
	.destroy = door_destroy,
};

struct greeting {
	struct realm base;
	struct avatar avatar; /* granted to all */
};

static void greeting_respond(struct avatar *avatar, const struct request *request,
			     struct response *response)
{
	(void)avatar;
	if (!request_reads(request)) {
		response_set_status(response, 405);
		response_add_header(response, "Allow", "GET, HEAD");
		return;
	}
	response_add_header(response, "Content-Type", "text/plain; charset=utf-8");
	response_set_constant(response, OCTETS("come in\n"));
}

static const struct avatar_type greeting_avatar = {
	.respond = greeting_respond,
};

static struct realm *greeting_create(struct arguments *arguments, struct error *error)
{
	struct greeting *greeting = memory_take(1, sizeof(*greeting));

	(void)arguments;
	(void)error;
	greeting->avatar.type = &greeting_avatar;
	return &greeting->base;
}

static enum verdict greeting_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					    struct avatar **avatar, struct error *error)
{
	(void)avatar_id;
	(void)error;
	*avatar = &container_of(realm, struct greeting, base)->avatar;
	return VERDICT_GRANTED;
}

static void greeting_destroy(struct realm *realm)
{
	free(container_of(realm, struct greeting, base));
}

static const struct realm_type realm_greeting = {
	.base = {.name = "greeting", .usage = "", .summary = "a greeting, for everybody"},
	.create = greeting_create,
	.request_avatar = greeting_request_avatar,
	.destroy = greeting_destroy,
};

static const struct plugin_type *const door_checkers[] = {&checker_door.base, NULL};
static const struct plugin_type *const door_realms[] = {&realm_greeting.base, NULL};

const struct postern_plugin postern_plugin = {
	POSTERN_PLUGIN_BUILT,
	.checkers = door_checkers,
	.realms = door_realms,
};
