/* Compares who is there with the names of users and groups that an author wrote. */
#include "cred/requirement.h"

#include "base/arguments.h"
#include "postern/memory.h"
#include "postern/precis.h"

#include <stdlib.h>

/* What a name can be the name of. */
struct requirement_kind {
	const char *key; /* as it is written */

	/* The name as it is compared, for free(). NULL when nobody can have it. */
	char *(*prepare)(struct octets name);
	bool (*match)(const struct avatar_id *avatar_id, struct octets name);
};

/* One way to meet a requirement. */
struct alternative {
	const struct requirement_kind *kind;
	char *name; /* owned */
};

struct requirement {
	struct alternative *alternatives;
	size_t count;
};

/* Names of logins come prepared. */
static char *requirement_prepare_user(struct octets name)
{
	char buffer[AVATAR_ID_MAX];
	struct octets prepared;

	return precis_prepare(PRECIS_USERNAME, name, buffer, sizeof(buffer), &prepared)
		       ? memory_copy_text(prepared)
		       : NULL;
}

static bool requirement_is_user(const struct avatar_id *avatar_id, struct octets name)
{
	return octets_equal(avatar_id_name(avatar_id), name);
}

static char *requirement_prepare_group(struct octets name)
{
	return name.length > 0 && name.length < AVATAR_GROUPS_MAX ? memory_copy_text(name) : NULL;
}

static const struct requirement_kind requirement_kinds[] = {
	{"user", requirement_prepare_user, requirement_is_user},
	{"group", requirement_prepare_group, avatar_id_in_group},
};

struct requirement *requirement_create(void)
{
	return memory_take(1, sizeof(struct requirement));
}

static const struct requirement_kind *requirement_find_kind(const char *key)
{
	for (size_t i = 0; i < sizeof(requirement_kinds) / sizeof(requirement_kinds[0]); i++) {
		if (strcmp(requirement_kinds[i].key, key) == 0)
			return &requirement_kinds[i];
	}
	return NULL;
}

static bool requirement_read(struct arguments *arguments, struct alternative *alternative,
			     struct error *error)
{
	struct octets name;

	alternative->kind = requirement_find_kind(arguments_type(arguments));
	if (!alternative->kind || !arguments_next(arguments, &name)) {
		error_set(error, "expected 'user:NAME' or 'group:NAME'");
		return false;
	}
	if (!arguments_all_taken(arguments, error))
		return false;
	alternative->name = alternative->kind->prepare(name);
	if (!alternative->name)
		error_set(error, "no %s can have the name '%s'", alternative->kind->key, name.data);
	return alternative->name != NULL;
}

bool requirement_add(struct requirement *requirement, const char *string, struct error *error)
{
	struct arguments *arguments =
		arguments_parse(string, (struct origin){.directory = "/"}, error);
	struct alternative alternative;
	bool read = arguments && requirement_read(arguments, &alternative, error);

	arguments_destroy(arguments);
	if (!read)
		return false;
	requirement->alternatives = memory_make_room(requirement->alternatives, requirement->count,
						     sizeof(alternative));
	requirement->alternatives[requirement->count++] = alternative;
	return true;
}

/* Who has logged in is not a secret any more, nor a password in the wrong place. */
static void requirement_explain(const struct requirement *requirement,
				const struct avatar_id *avatar_id, struct error *error)
{
	error_set(error, "'%s' is none of", avatar_id->name);
	for (size_t i = 0; i < requirement->count; i++) {
		const struct alternative *alternative = &requirement->alternatives[i];

		error_set(error, "%s%s %s:%s", error->text, i > 0 ? "," : "",
			  alternative->kind->key, alternative->name);
	}
}

bool requirement_check(const struct requirement *requirement, const struct avatar_id *avatar_id,
		       struct error *error)
{
	if (avatar_id->kind != AVATAR_ID_NAMED) {
		error_set(error, "nobody anonymous is let in");
		return false;
	}
	for (size_t i = 0; i < requirement->count; i++) {
		const struct alternative *alternative = &requirement->alternatives[i];

		if (alternative->kind->match(avatar_id, octets_from(alternative->name)))
			return true;
	}
	requirement_explain(requirement, avatar_id, error);
	return false;
}

void requirement_destroy(struct requirement *requirement)
{
	if (!requirement)
		return;
	for (size_t i = 0; i < requirement->count; i++)
		free(requirement->alternatives[i].name);
	free(requirement->alternatives);
	free(requirement);
}
