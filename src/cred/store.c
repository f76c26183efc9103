/* The strict wrapper around stores: reads their strings, and adds no account that cannot log in. */
#include "cred/store.h"

#include "base/arguments.h"
#include "postern/avatar_id.h"

static const struct store_type *store_type_find(const char *name,
						const struct store_type *const types[],
						struct error *error)
{
	for (size_t i = 0; types[i]; i++) {
		if (strcmp(types[i]->name, name) == 0)
			return types[i];
	}
	error_set(error, "cannot find store '%s', there are only", name);
	for (size_t i = 0; types[i]; i++)
		error_set(error, "%s%s '%s'", error->text, i > 0 ? "," : "", types[i]->name);
	return NULL;
}

static struct store *store_make(const struct store_type *type, struct arguments *arguments,
				struct error *error)
{
	struct store *store = type->open(arguments, error);

	if (!store)
		return NULL;
	store->type = type;
	if (!arguments_all_taken(arguments, error)) {
		store_close(store);
		return NULL;
	}
	return store;
}

struct store *store_open(const char *string, const char *directory,
			 const struct store_type *const types[], struct error *error)
{
	struct arguments *arguments = arguments_parse(string, directory, error);
	const struct store_type *type;
	struct store *store = NULL;

	if (!arguments) {
		error_prefix(error, "store");
		return NULL;
	}
	type = store_type_find(arguments_type(arguments), types, error);
	if (type) {
		store = store_make(type, arguments, error);
		if (!store)
			error_prefix(error, "store '%s'", type->name);
	}
	arguments_destroy(arguments);
	return store;
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
	for (size_t i = 0; i < name.length; i++) {
		unsigned char byte = (unsigned char)name.data[i];

		if (byte == ':' || byte < 0x20 || byte == 0x7f) {
			error_set(error,
				  "cannot add '%.*s': ':' and control characters cannot log in",
				  (int)name.length, name.data);
			return false;
		}
	}
	return true;
}

bool store_add(struct store *store, const struct stored_account *account, struct error *error)
{
	if (store_name_usable(account->name, error) && store->type->add(store, account, error))
		return true;
	error_prefix(error, "store '%s'", store->type->name);
	return false;
}

void store_close(struct store *store)
{
	if (store)
		store->type->close(store);
}
