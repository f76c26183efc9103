/* The strict wrapper around checkers: reads their strings, starts them, and shares them. */
#include "cred/checker.h"

#include "base/plugin.h"
#include "postern/container.h"
#include "postern/octets_parts.h"

#include <assert.h>

bool checker_type_check(const struct plugin_type *base, struct error *error)
{
	const struct checker_type *type = container_of(base, const struct checker_type, base);

	if (!type->create || !type->request_avatar_id || !type->destroy)
		error_set(error, "'%s' lacks create, request_avatar_id or destroy", base->name);
	else if (type->interfaces == 0 || type->interfaces >> CREDENTIAL_INTERFACE_COUNT)
		error_set(error, "'%s' accepts interfaces that there are not", base->name);
	else
		return true;
	return false;
}

static void checker_refuse_interface(const struct checker_type *type, struct octets name,
				     struct error *error)
{
	const char *separator = "";

	error_set(error, "cannot narrow to '%.*s', it accepts only", (int)name.length, name.data);
	for (unsigned int bit = 1; bit < 1U << CREDENTIAL_INTERFACE_COUNT; bit <<= 1) {
		if ((type->interfaces & bit) == 0)
			continue;
		error_set(error, "%s%s %s", error->text, separator, credential_interface_name(bit));
		separator = ",";
	}
}

static bool checker_take_interfaces(const struct checker_type *type, struct arguments *arguments,
				    unsigned int *interfaces, struct error *error)
{
	struct octets list, name;

	*interfaces = type->interfaces;
	if (!arguments_option(arguments, "interfaces", &list))
		return true;
	*interfaces = 0;
	while (octets_next(&list, ',', &name)) {
		enum credential_interface interface;

		if (!credential_interface_find(name, &interface) ||
		    (type->interfaces & interface) == 0) {
			checker_refuse_interface(type, name, error);
			return false;
		}
		*interfaces |= interface;
	}
	return true;
}

static struct checker *checker_make(const struct plugin *plugin, struct error *error)
{
	const struct checker_type *type =
		container_of(plugin->type, const struct checker_type, base);
	unsigned int interfaces;
	struct checker *checker;

	if (!checker_take_interfaces(type, plugin->arguments, &interfaces, error))
		return NULL;
	checker = type->create(plugin->arguments, error);
	if (checker) {
		checker->type = type;
		checker->interfaces = interfaces;
		checker->sharers = 0;
		checker->started = false;
		checker->only_reads = false;
	}
	return checker;
}

struct checker *checker_create(const char *string, struct origin origin,
			       const struct plugin_type *const types[], struct error *error)
{
	struct plugin plugin;
	struct checker *checker;

	if (!plugin_begin(&plugin, "checker", string, origin, types, error))
		return NULL;
	checker = checker_make(&plugin, error);
	if (plugin_end(&plugin, checker, error))
		return checker;
	checker_destroy(checker);
	return NULL;
}

struct checker *checker_share(struct checker *checker)
{
	checker->sharers++;
	return checker;
}

bool checker_start(struct checker *checker, const char *root, struct error *error)
{
	checker->started = checker->started || !checker->type->start ||
			   checker->type->start(checker, root, error);
	if (checker->started)
		return true;
	error_prefix(error, "checker '%s'", checker->type->base.name);
	return false;
}

const char *checker_writes(const struct checker *checker)
{
	const char *path = checker->type->writes ? checker->type->writes(checker) : NULL;

	assert(!path || path[0] == '/');
	return path;
}

bool checker_census(const struct checker *checker, struct census *census, struct error *error)
{
	return !checker->type->census || checker->type->census(checker, census, error);
}

void checker_destroy(struct checker *checker)
{
	if (!checker)
		return;
	if (checker->sharers > 0)
		checker->sharers--;
	else
		checker->type->destroy(checker);
}
