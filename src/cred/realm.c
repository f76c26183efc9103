/* The strict wrapper around realms and avatars: reads realms' strings, and believes no nonsense. */
#include "cred/realm.h"

#include "base/log.h"
#include "base/plugin.h"
#include "postern/container.h"

#include <assert.h>

bool realm_type_check(const struct plugin_type *base, struct error *error)
{
	const struct realm_type *type = container_of(base, const struct realm_type, base);

	if (type->create && type->request_avatar && type->destroy)
		return true;
	error_set(error, "'%s' lacks create, request_avatar or destroy", base->name);
	return false;
}

struct realm *realm_create(const char *string, struct origin origin,
			   const struct plugin_type *const types[], struct error *error)
{
	const struct realm_type *type;
	struct plugin plugin;
	struct realm *realm;

	if (!plugin_begin(&plugin, "realm", string, origin, types, error))
		return NULL;
	type = container_of(plugin.type, const struct realm_type, base);
	realm = type->create(plugin.arguments, error);
	if (realm) {
		realm->type = type;
		realm->only_reads = false;
	}
	if (plugin_end(&plugin, realm, error))
		return realm;
	realm_destroy(realm);
	return NULL;
}

static enum verdict realm_nonsense(const struct realm *realm, const char *nonsense,
				   struct error *error)
{
	log_line(LOG_LEVEL_ERROR, "cred", "realm '%s': bug: %s", realm->type->base.name, nonsense);
	error_set(error, "bug: %s", nonsense);
	return VERDICT_UNAVAILABLE;
}

static enum verdict realm_ask(struct realm *realm, const struct avatar_id *avatar_id,
			      struct avatar **avatar, struct error *error)
{
	enum verdict verdict = realm->type->request_avatar(realm, avatar_id, avatar, error);

	switch (verdict) {
	case VERDICT_UNAVAILABLE:
	case VERDICT_REFUSED:
		return verdict;
	case VERDICT_GRANTED:
		if (*avatar)
			return verdict;
		return realm_nonsense(realm, "it granted without an avatar", error);
	case VERDICT_LATER:
		return realm_nonsense(realm, "it said later", error);
	}
	return realm_nonsense(realm, "its verdict is none", error);
}

bool realm_start(struct realm *realm, const char *root, struct commons *commons,
		 struct error *error)
{
	realm->commons = commons;
	if (!realm->type->start || realm->type->start(realm, root, error))
		return true;
	error_prefix(error, "realm '%s'", realm->type->base.name);
	return false;
}

const char *realm_writes(const struct realm *realm)
{
	const char *path = realm->type->writes ? realm->type->writes(realm) : NULL;

	assert(!path || path[0] == '/');
	return path;
}

enum verdict realm_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
				  struct avatar **avatar, struct error *error)
{
	enum verdict verdict;

	assert(avatar_id->kind != AVATAR_ID_NOBODY);
	*avatar = NULL;
	error->text[0] = '\0';
	verdict = realm_ask(realm, avatar_id, avatar, error);
	if (verdict == VERDICT_GRANTED)
		return verdict;
	*avatar = NULL;
	if (error->text[0] == '\0')
		error_set(error, "it gave no reason");
	error_prefix(error, "realm '%s'", realm->type->base.name);
	return verdict;
}

void realm_destroy(struct realm *realm)
{
	if (realm)
		realm->type->destroy(realm);
}

void avatar_respond(struct avatar *avatar, const struct request *request, struct response *response)
{
	avatar->type->respond(avatar, request, response);
}

void avatar_logout(struct avatar *avatar)
{
	if (avatar->type->logout)
		avatar->type->logout(avatar);
}
