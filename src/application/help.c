/* Prints the help that the program and its plug-ins bring along. */
#include "application/help.h"

#include "application/builtin.h"
#include "application/interfaces.h"
#include "application/options_help.h"
#include "application/registry.h"
#include "base/plugin.h"
#include "http/credential_factory.h"
#include "postern/checker.h"
#include "postern/container.h"

#include <stdio.h>

#define POSTERN_VERSION "0.1"

/* One kind of plug-ins. */
struct help_list {
	const char *option; /* "auth" in --auth and --help-auth */
	/* Says what it does with credential interfaces; NULL: nothing. */
	void (*print_interfaces)(const struct plugin_type *type);
};

static void help_print_accepted(const struct plugin_type *type)
{
	unsigned int interfaces = container_of(type, const struct checker_type, base)->interfaces;

	printf("      accepts %s\n", interfaces_text(interfaces, ", ").text);
}

static void help_print_provided(const struct plugin_type *type)
{
	unsigned int interfaces =
		container_of(type, const struct credential_factory_type, base)->interfaces;

	printf("      provides %s\n", interfaces_text(interfaces, ", ").text);
}

static const struct help_list help_checkers = {
	.option = "auth",
	.print_interfaces = help_print_accepted,
};

static const struct help_list help_realms = {
	.option = "realm",
};

static const struct help_list help_factories = {
	.option = "factory",
	.print_interfaces = help_print_provided,
};

static void help_print_type(const struct help_list *list, const struct plugin_type *type)
{
	if (type->usage[0] == '[')
		printf("  %s[:%s\n", type->name, type->usage + 1);
	else
		printf("  %s%s%s\n", type->name, type->usage[0] ? ":" : "", type->usage);
	printf("      %s\n", type->summary);
	if (list->print_interfaces)
		list->print_interfaces(type);
}

static void help_print_all(const struct help_list *list, const struct plugin_type *const types[])
{
	printf("Usage: --%s TYPE[:ARGUMENTS]\n", list->option);
	printf("For detailed help: --help-%s-type TYPE\n\n", list->option);
	for (size_t i = 0; types[i]; i++)
		help_print_type(list, types[i]);
}

static bool help_print_topic(const struct help_list *list, const struct plugin_type *const types[],
			     const char *topic, struct error *error)
{
	const struct plugin_type *type = plugin_find(topic, types);

	if (!type) {
		error_set(error, "--help-%s-type: there is no type '%s', --help-%s lists them",
			  list->option, topic, list->option);
		return false;
	}
	printf("Usage: --%s TYPE[:ARGUMENTS]\n\n", list->option);
	help_print_type(list, type);
	if (type->help)
		printf("\n%s\n", type->help);
	return true;
}

static bool help_print_list(const struct help_list *list, const struct plugin_type *const types[],
			    const char *topic, struct error *error)
{
	if (topic)
		return help_print_topic(list, types, topic, error);
	help_print_all(list, types);
	return true;
}

/* With what the command line loads. */
static bool help_print_loaded(const struct options *options, struct error *error)
{
	struct registry *registry = registry_create(options->given, error);
	bool printed = registry && (options->action == OPTIONS_HELP_AUTH
					    ? help_print_list(&help_checkers, registry->checkers,
							      options->topic, error)
					    : help_print_list(&help_realms, registry->realms,
							      options->topic, error));

	registry_destroy(registry);
	return printed;
}

bool help_print(const struct options *options, struct error *error)
{
	switch (options->action) {
	case OPTIONS_HELP_AUTH:
	case OPTIONS_HELP_REALM:
		return help_print_loaded(options, error);
	case OPTIONS_HELP_FACTORY:
		return help_print_list(&help_factories, credential_factory_types, options->topic,
				       error);
	case OPTIONS_PRINT_APPLICATION:
		fputs(builtin_text, stdout);
		return true;
	case OPTIONS_VERSION:
		puts("postern " POSTERN_VERSION);
		return true;
	default:
		options_print_help();
		return true;
	}
}
