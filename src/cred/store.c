/* The strict wrapper around stores: reads their strings, and adds no account that cannot log in. */
#include "cred/store.h"

#include "base/plugin.h"
#include "postern/avatar_id.h"
#include "postern/container.h"
#include "postern/precis.h"

struct store *store_open(const char *string, const char *directory,
			 const struct plugin_type *const types[], struct error *error)
{
	const struct origin origin = {.directory = directory};
	const struct store_type *type;
	struct plugin plugin;
	struct store *store;

	if (!plugin_begin(&plugin, "store", string, origin, types, error))
		return NULL;
	type = container_of(plugin.type, const struct store_type, base);
	store = type->open(plugin.arguments, error);
	if (store)
		store->type = type;
	if (plugin_end(&plugin, store, error))
		return store;
	store_close(store);
	return NULL;
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

bool store_add(struct store *store, const struct stored_account *account, struct error *error)
{
	if (store_name_usable(account->name, error) && store->type->add(store, account, error))
		return true;
	error_prefix(error, "store '%s'", store->type->base.name);
	return false;
}

void store_close(struct store *store)
{
	if (store)
		store->type->close(store);
}
