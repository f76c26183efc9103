/* Gives each group a tree of files of its own; who is in several gets that of the first. */
#include "directory.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/realm.h"
#include "share.h"

#include <stdlib.h>

/* Its avatar is the same for all members, and made only once. */
struct group {
	struct avatar avatar;
	char *name; /* NULL: whoever is in no group before it */
	struct share share;
	const struct directory_options *options; /* the realm's */
};

struct groups {
	struct realm realm;
	struct group *groups; /* in the order in which they are looked at */
	size_t count;
	struct directory_options options;
};

static struct groups *groups_from(struct realm *realm)
{
	return container_of(realm, struct groups, realm);
}

static void groups_respond(struct avatar *avatar, const struct request *request,
			   struct response *response)
{
	const struct group *group = container_of(avatar, struct group, avatar);
	const struct directory directory = share_directory(&group->share, group->options);

	directory_respond(&directory, request, response);
}

static const struct avatar_type groups_avatar = {
	.respond = groups_respond,
};

static struct group *groups_add(struct groups *groups, struct octets name)
{
	struct group *group;

	groups->groups = memory_make_room(groups->groups, groups->count, sizeof(*group));
	group = &groups->groups[groups->count++];
	*group = (struct group){
		.avatar.type = &groups_avatar,
		.name = name.data ? memory_copy_text(name) : NULL,
		.share.root = -1,
		.options = &groups->options,
	};
	return group;
}

static bool groups_check_name(const struct groups *groups, struct octets name, struct error *error)
{
	if (name.length == 0 || name.length >= AVATAR_GROUPS_MAX) {
		error_set(error, "no group can have the name '%s'", name.data);
		return false;
	}
	for (size_t i = 0; i < groups->count; i++) {
		if (strcmp(groups->groups[i].name, name.data) != 0)
			continue;
		error_set(error, "group '%s' is given twice", name.data);
		return false;
	}
	return true;
}

static bool groups_read(struct groups *groups, struct arguments *arguments, struct error *error)
{
	struct octets rest = {.data = NULL};
	struct octets name;

	if (!directory_options_take(&groups->options, arguments, error))
		return false;
	arguments_option(arguments, "else", &rest);
	while (arguments_next(arguments, &name)) {
		if (!groups_check_name(groups, name, error) ||
		    !share_take(&groups_add(groups, name)->share, arguments, error))
			return false;
	}
	if (groups->count == 0) {
		error_set(error, "expected GROUP:DIR");
		return false;
	}
	return !rest.data || share_set(&groups_add(groups, (struct octets){.data = NULL})->share,
				       arguments, rest, error);
}

static void groups_destroy(struct realm *realm)
{
	struct groups *groups = groups_from(realm);

	for (size_t i = 0; i < groups->count; i++) {
		share_close(&groups->groups[i].share);
		free(groups->groups[i].name);
	}
	free(groups->groups);
	free(groups);
}

static struct realm *groups_create(struct arguments *arguments, struct error *error)
{
	struct groups *groups = memory_take(1, sizeof(*groups));

	if (groups_read(groups, arguments, error))
		return &groups->realm;
	groups_destroy(&groups->realm);
	return NULL;
}

static bool groups_start(struct realm *realm, const char *root, struct error *error)
{
	struct groups *groups = groups_from(realm);

	directory_options_start(&groups->options, realm->commons);
	for (size_t i = 0; i < groups->count; i++) {
		if (!share_open(&groups->groups[i].share, root, error))
			return false;
	}
	return true;
}

static enum verdict groups_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					  struct avatar **avatar, struct error *error)
{
	struct groups *groups = groups_from(realm);

	for (size_t i = 0; i < groups->count; i++) {
		struct group *group = &groups->groups[i];

		if (group->name && !avatar_id_in_group(avatar_id, octets_from(group->name)))
			continue;
		*avatar = &group->avatar;
		return VERDICT_GRANTED;
	}
	error_set(error, "'%s' is in none of the groups", avatar_id->name);
	return VERDICT_REFUSED;
}

static const char groups_help[] =
	"Serves the files below the DIR of a group, as 'files' does, to those who are\n"
	"in it; of several groups it is the first in the order of the argument. Who is\n"
	"in none of them, anonymous too, gets else=DIR; without it they are denied.\n"
	"Which groups there are is said by the checkers. listing=yes shows directories.";

const struct realm_type realm_groups = {
	.base = {.name = "groups",
		 .usage = "GROUP:DIR[:GROUP:DIR...][:else=DIR][:listing=yes]",
		 .summary = "a tree of files for each group",
		 .help = groups_help},
	.create = groups_create,
	.start = groups_start,
	.request_avatar = groups_request_avatar,
	.destroy = groups_destroy,
};
