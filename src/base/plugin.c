/* Finds types of plug-ins by name, and says what is wrong with the strings that name them. */
#include "base/plugin.h"

const struct plugin_type *plugin_find(const char *name, const struct plugin_type *const types[])
{
	for (size_t i = 0; types[i]; i++) {
		if (strcmp(types[i]->name, name) == 0)
			return types[i];
	}
	return NULL;
}

bool plugin_type_check(const struct plugin_type *type, struct error *error)
{
	if (!type->name || type->name[0] == '\0' || strpbrk(type->name, ":\\ "))
		error_set(error, "expected a name without ':', '\\' and ' '");
	else if (!type->usage || !type->summary)
		error_set(error, "'%s' lacks usage or summary", type->name);
	else
		return true;
	return false;
}

static void plugin_miss(const struct plugin *plugin, const struct plugin_type *const types[],
			struct error *error)
{
	error_set(error, "cannot find %s type '%s', there %s only", plugin->kind,
		  arguments_type(plugin->arguments), types[0] && types[1] ? "are" : "is");
	for (size_t i = 0; types[i]; i++)
		error_set(error, "%s%s '%s'", error->text, i > 0 ? "," : "", types[i]->name);
}

bool plugin_begin(struct plugin *plugin, const char *kind, const char *string, struct origin origin,
		  const struct plugin_type *const types[], struct error *error)
{
	plugin->kind = kind;
	plugin->arguments = arguments_parse(string, origin, error);
	if (!plugin->arguments) {
		error_prefix(error, "%s", kind);
		return false;
	}
	plugin->type = plugin_find(arguments_type(plugin->arguments), types);
	if (plugin->type)
		return true;
	plugin_miss(plugin, types, error);
	arguments_destroy(plugin->arguments);
	return false;
}

bool plugin_end(struct plugin *plugin, bool made, struct error *error)
{
	bool complete = made && arguments_all_taken(plugin->arguments, error);

	if (!complete)
		error_prefix(error, "%s '%s'", plugin->kind, plugin->type->name);
	arguments_destroy(plugin->arguments);
	return complete;
}
