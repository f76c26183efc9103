/* The strict wrapper around stores: reads their strings, and adds no account that cannot log in. */
#include "cred/store.h"

#include "base/plugin.h"
#include "postern/avatar_id.h"
#include "postern/container.h"
#include "postern/precis.h"

#include <assert.h>

struct store *store_open(enum store_use use, const char *string, const char *directory,
			 const struct plugin_type *const types[], struct error *error)
{
	const struct origin origin = {.directory = directory};
	const struct store_type *type;
	struct plugin plugin;
	struct store *store;

	if (!plugin_begin(&plugin, "store", string, origin, types, error))
		return NULL;
	type = container_of(plugin.type, const struct store_type, base);
	store = type->open(plugin.arguments, use, error);
	if (store) {
		store->type = type;
		store->writing = false;
	}
	if (plugin_end(&plugin, store, error))
		return store;
	store_close(store);
	return NULL;
}

/* Says where, unless all went well. */
static bool store_says(const struct store *store, bool well, struct error *error)
{
	if (!well)
		error_prefix(error, "store '%s'", store->type->base.name);
	return well;
}

enum store_finding store_find(struct store *store, struct octets name, struct arena *arena,
			      struct stored_account *account, struct error *error)
{
	enum store_finding finding = store->type->find(store, name, arena, account, error);

	store_says(store, finding >= STORE_FINDING_NONE, error);
	return finding;
}

enum store_finding store_find_next(struct store *store, struct octets name, struct arena *arena,
				   struct stored_account *account, struct error *error)
{
	enum store_finding finding = store->type->find_next(store, name, arena, account, error);

	store_says(store, finding >= STORE_FINDING_NONE, error);
	return finding;
}

bool store_begin(struct store *store, struct error *error)
{
	assert(!store->writing);
	store->writing = store->type->begin(store, error);
	return store_says(store, store->writing, error);
}

bool store_end(struct store *store, bool keep, struct error *error)
{
	bool kept;

	assert(store->writing);
	store->writing = false;
	kept = store->type->end(store, keep, error);
	assert(keep || !kept);
	return store_says(store, kept || !keep, error) && kept;
}

/* Basic ends the name at the first ':' (RFC 7617 section 2), and so does an HA1. */
static bool store_name_usable(struct octets name, struct error *error)
{
	if (name.length == 0) {
		error_set(error, "cannot add an account without a name");
		return false;
	}
	if (name.length > AVATAR_ID_MAX) {
		error_set(error, "cannot add a name of %zu bytes, at most %d fit", name.length,
			  AVATAR_ID_MAX);
		return false;
	}
	if (memchr(name.data, ':', name.length) || !precis_is_prepared(PRECIS_USERNAME, name)) {
		error_set(error, "cannot add '%.*s': it is no user name that can log in",
			  (int)name.length, name.data);
		return false;
	}
	return true;
}

/* All groups go with the avatar id. */
static bool store_groups_usable(const struct stored_account *account, struct error *error)
{
	size_t length = 0;

	for (size_t i = 0; i < account->group_count; i++)
		length += account->groups[i].length + 1;
	if (length <= AVATAR_GROUPS_MAX)
		return true;
	error_set(error, "cannot keep groups of %zu bytes, at most %d fit", length,
		  AVATAR_GROUPS_MAX);
	return false;
}

bool store_add(struct store *store, const struct stored_account *account, struct error *error)
{
	bool alone = !store->writing;
	bool usable =
		store_name_usable(account->name, error) && store_groups_usable(account, error);
	bool added;

	if (!store_says(store, usable, error) || (alone && !store_begin(store, error)))
		return false;
	added = store_says(store, store->type->add(store, account, error), error);
	return alone ? store_end(store, added, error) : added;
}

bool store_change(struct store *store, const struct stored_account *account, struct error *error)
{
	assert(store->writing);
	return store_says(store,
			  store_groups_usable(account, error) &&
				  store->type->change(store, account, error),
			  error);
}

bool store_remove(struct store *store, struct octets name, struct error *error)
{
	assert(store->writing);
	return store_says(store, store->type->remove(store, name, error), error);
}

void store_close(struct store *store)
{
	if (store)
		store->type->close(store);
}
