/* Puts the types of shared objects behind those of the program, each name once. */
#include "application/registry.h"

#include "application/plugin_object.h"
#include "base/plugin.h"
#include "cred/checker.h"
#include "cred/realm.h"
#include "postern/memory.h"
#include "postern/plugin.h"

#include <stdlib.h>

/* One kind of plug-ins. */
struct registry_kind {
	const char *name; /* "checker", for errors */
	bool (*check)(const struct plugin_type *type, struct error *error);
};

static const struct registry_kind registry_checker = {"checker", checker_type_check};
static const struct registry_kind registry_realm = {"realm", realm_type_check};

static size_t registry_count(const struct plugin_type *const *types)
{
	size_t count = 0;

	while (types && types[count])
		count++;
	return count;
}

static void registry_append(const struct plugin_type ***list, const struct plugin_type *type)
{
	size_t count = registry_count(*list);

	*list = memory_grow(*list, count + 2, sizeof(**list));
	(*list)[count] = type;
	(*list)[count + 1] = NULL;
}

static const struct plugin_type **registry_copy(const struct plugin_type *const *types)
{
	size_t count = registry_count(types);
	const struct plugin_type **copy = memory_take(count + 1, sizeof(*copy));

	memcpy(copy, types, count * sizeof(*copy));
	return copy;
}

static bool registry_extend(const struct plugin_type ***list, const struct registry_kind *kind,
			    const struct plugin_type *const *types, struct error *error)
{
	for (size_t i = 0; i < registry_count(types); i++) {
		if (!plugin_type_check(types[i], error) || !kind->check(types[i], error)) {
			error_prefix(error, "%s %zu", kind->name, i + 1);
			return false;
		}
		if (plugin_find(types[i]->name, *list)) {
			error_set(error, "there is a %s '%s' already", kind->name, types[i]->name);
			return false;
		}
		registry_append(list, types[i]);
	}
	return true;
}

bool registry_add(struct registry *registry, const struct postern_plugin *plugin,
		  struct error *error)
{
	if (registry_count(plugin->checkers) + registry_count(plugin->realms) == 0) {
		error_set(error, "there is nothing in it");
		return false;
	}
	return registry_extend(&registry->checkers, &registry_checker, plugin->checkers, error) &&
	       registry_extend(&registry->realms, &registry_realm, plugin->realms, error);
}

static bool registry_load(struct registry *registry, const char *path, struct error *error)
{
	const struct postern_plugin *plugin = plugin_object_load(path, error);

	if (!plugin)
		return false;
	if (registry_add(registry, plugin, error))
		return true;
	error_prefix(error, "cannot load '%s'", path);
	return false;
}

struct registry *registry_create(const struct description *description, struct error *error)
{
	struct registry *registry = memory_take(1, sizeof(*registry));

	registry->checkers = registry_copy(checker_types);
	registry->realms = registry_copy(realm_types);
	for (size_t i = 0; i < description->plugins.count; i++) {
		const struct setting *setting = &description->plugins.items[i];

		if (registry_load(registry, setting->text, error))
			continue;
		description_locate_setting(description, setting, "plugins", "--plugin", error);
		registry_destroy(registry);
		return NULL;
	}
	return registry;
}

void registry_destroy(struct registry *registry)
{
	if (!registry)
		return;
	free(registry->checkers);
	free(registry->realms);
	free(registry);
}
