/* The strict wrapper around realms and avatars: reads realms' strings, and believes no nonsense. */
#include "cred/realm.h"

#include "base/arguments.h"
#include "base/log.h"

#include <assert.h>

static const struct realm_type *realm_type_find(const char *name,
						const struct realm_type *const types[],
						struct error *error)
{
	for (size_t i = 0; types[i]; i++) {
		if (strcmp(types[i]->name, name) == 0)
			return types[i];
	}
	error_set(error, "cannot find realm '%s', there are only", name);
	for (size_t i = 0; types[i]; i++)
		error_set(error, "%s%s '%s'", error->text, i > 0 ? "," : "", types[i]->name);
	return NULL;
}

static struct realm *realm_make(const struct realm_type *type, struct arguments *arguments,
				struct error *error)
{
	struct realm *realm = type->create(arguments, error);

	if (!realm)
		return NULL;
	realm->type = type;
	if (!arguments_all_taken(arguments, error)) {
		realm_destroy(realm);
		return NULL;
	}
	return realm;
}

struct realm *realm_create(const char *string, const char *directory,
			   const struct realm_type *const types[], struct error *error)
{
	struct arguments *arguments = arguments_parse(string, directory, error);
	const struct realm_type *type;
	struct realm *realm = NULL;

	if (!arguments) {
		error_prefix(error, "realm");
		return NULL;
	}
	type = realm_type_find(arguments_type(arguments), types, error);
	if (type) {
		realm = realm_make(type, arguments, error);
		if (!realm)
			error_prefix(error, "realm '%s'", type->name);
	}
	arguments_destroy(arguments);
	return realm;
}

static enum verdict realm_nonsense(const struct realm *realm, const char *nonsense,
				   struct error *error)
{
	log_line(LOG_LEVEL_ERROR, "cred", "realm '%s': bug: %s", realm->type->name, nonsense);
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
	error_prefix(error, "realm '%s'", realm->type->name);
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
