/* `postern user disable`, `enable`, `delete` and `group`: what changes no password. */
#include "accounts/user_account.h"
#include "accounts/user_verbs.h"
#include "postern/container.h"

#include <sysexits.h>

struct user_change {
	struct user_edit base;
	const struct user_options *options;
};

static const struct user_options *user_change_options(const struct user_edit *edit)
{
	return container_of(edit, const struct user_change, base)->options;
}

static int user_disable_write(struct user_edit *edit, struct user_account *user,
			      struct error *error)
{
	(void)edit;
	user->account.disabled = true;
	return user_account_change(user, error);
}

static int user_disable(const struct user_options *options, struct error *error)
{
	struct user_edit edit = {.done = "disabled", .where = "in", .write = user_disable_write};

	return user_account_edit(options, &edit, error);
}

const struct user_verb user_verb_disable = {
	.name = "disable",
	.operand = "USER",
	.options = "j",
	.summary = "refuse USER from the next request",
	.help = "",
	.run = user_disable,
};

static int user_enable_write(struct user_edit *edit, struct user_account *user, struct error *error)
{
	const struct user_options *options = user_change_options(edit);

	user->account.disabled = false;
	if (options->expires_given)
		user->account.expires = options->expires;
	return user_account_change(user, error);
}

static int user_enable(const struct user_options *options, struct error *error)
{
	struct user_change change = {
		.base = {.done = "enabled", .where = "in", .write = user_enable_write},
		.options = options,
	};

	return user_account_edit(options, &change.base, error);
}

const struct user_verb user_verb_enable = {
	.name = "enable",
	.operand = "USER",
	.options = "ej",
	.summary = "let USER log in again, or until a date",
	.help = "Without --expires the date stays as it is.\n",
	.run = user_enable,
};

static int user_delete_write(struct user_edit *edit, struct user_account *user, struct error *error)
{
	(void)edit;
	return store_remove(user->store, user->account.name, error) ? EX_OK : EX_IOERR;
}

static int user_delete(const struct user_options *options, struct error *error)
{
	struct user_edit edit = {.done = "deleted", .where = "from", .write = user_delete_write};

	return user_account_edit(options, &edit, error);
}

const struct user_verb user_verb_delete = {
	.name = "delete",
	.operand = "USER",
	.options = "j",
	.summary = "remove an account and all its secrets",
	.help = "",
	.run = user_delete,
};

/* How many are left of `groups` without those of `removed`. */
static size_t user_group_subtract(struct octets *groups, size_t count,
				  const struct user_list *removed)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (!user_list_has(removed, groups[i]))
			groups[kept++] = groups[i];
	}
	return kept;
}

static int user_group_write(struct user_edit *edit, struct user_account *user, struct error *error)
{
	const struct user_options *options = user_change_options(edit);
	struct stored_account *account = &user->account;
	size_t room = account->group_count + options->groups.count;
	struct octets *groups = user_account_take(user, room * sizeof(*groups));

	memcpy(groups, account->groups, account->group_count * sizeof(*groups));
	/* What is added stands behind what there is, and once. */
	room = user_group_subtract(groups, account->group_count, &options->groups);
	memcpy(groups + room, options->groups.items, options->groups.count * sizeof(*groups));
	account->group_count =
		user_group_subtract(groups, room + options->groups.count, &options->removed);
	account->groups = groups;
	return user_account_change(user, error);
}

static int user_group(const struct user_options *options, struct error *error)
{
	struct user_change change = {
		.base = {.done = "changed the groups of", .where = "in", .write = user_group_write},
		.options = options,
	};

	if (options->groups.count + options->removed.count > 0)
		return user_account_edit(options, &change.base, error);
	error_set(error, "there is no group, add --add GROUP or --remove GROUP");
	return EX_USAGE;
}

const struct user_verb user_verb_group = {
	.name = "group",
	.operand = "USER",
	.options = "arj",
	.summary = "put USER into groups, or take USER out of them",
	.help = "",
	.run = user_group,
};
