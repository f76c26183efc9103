/* Prints the help that the program and its plug-ins bring along. */
#include "application/help.h"

#include "application/builtin.h"
#include "application/interfaces.h"
#include "http/credential_factory.h"
#include "postern/plugin.h"

#include <stdio.h>
#include <string.h>

#define POSTERN_VERSION "0.1"

/* What is the same about a type of any kind. */
struct help_entry {
	const char *name; /* NULL: no such entry */
	const char *usage;
	const char *summary;
	const char *help; /* or NULL */
	unsigned int interfaces;
};

static struct help_entry help_checker(size_t index)
{
	const struct checker_type *type = checker_types[index];

	if (!type)
		return (struct help_entry){.name = NULL};
	return (struct help_entry){type->name, type->usage, type->summary, type->help,
				   type->interfaces};
}

static struct help_entry help_realm(size_t index)
{
	const struct realm_type *type = realm_types[index];

	if (!type)
		return (struct help_entry){.name = NULL};
	return (struct help_entry){type->name, type->usage, type->summary, type->help, 0};
}

static struct help_entry help_factory(size_t index)
{
	const struct credential_factory_type *type = credential_factory_types[index];

	if (!type)
		return (struct help_entry){.name = NULL};
	return (struct help_entry){type->name, type->usage, type->summary, NULL, type->interfaces};
}

struct help_list {
	struct help_entry (*entry)(size_t index);
	const char *option; /* "auth" in --auth and --help-auth */
	const char *verb;   /* what the type does with its interfaces */
};

static const struct help_list help_checkers = {help_checker, "auth", "accepts"};
static const struct help_list help_realms = {help_realm, "realm", ""};
static const struct help_list help_factories = {help_factory, "factory", "provides"};

static void help_print_entry(const struct help_list *list, const struct help_entry *entry)
{
	if (entry->usage[0] == '[')
		printf("  %s[:%s\n", entry->name, entry->usage + 1);
	else
		printf("  %s%s%s\n", entry->name, entry->usage[0] ? ":" : "", entry->usage);
	printf("      %s\n", entry->summary);
	if (entry->interfaces)
		printf("      %s %s\n", list->verb, interfaces_text(entry->interfaces, ", ").text);
}

static void help_print_paragraphs(const char *help)
{
	size_t length = strlen(help);

	printf("\n%s%s", help, length > 0 && help[length - 1] == '\n' ? "" : "\n");
}

static void help_print_all(const struct help_list *list)
{
	struct help_entry entry;

	printf("Usage: --%s TYPE[:ARGUMENTS]\n", list->option);
	printf("For detailed help: --help-%s-type TYPE\n\n", list->option);
	for (size_t i = 0; (entry = list->entry(i)).name; i++)
		help_print_entry(list, &entry);
}

static bool help_print_topic(const struct help_list *list, const char *topic, struct error *error)
{
	struct help_entry entry;

	for (size_t i = 0; (entry = list->entry(i)).name; i++) {
		if (strcmp(entry.name, topic) != 0)
			continue;
		printf("Usage: --%s TYPE[:ARGUMENTS]\n\n", list->option);
		help_print_entry(list, &entry);
		if (entry.help)
			help_print_paragraphs(entry.help);
		return true;
	}
	error_set(error, "--help-%s-type: there is no type '%s', --help-%s lists them",
		  list->option, topic, list->option);
	return false;
}

static bool help_print_list(const struct help_list *list, const char *topic, struct error *error)
{
	if (topic)
		return help_print_topic(list, topic, error);
	help_print_all(list);
	return true;
}

bool help_print(const struct options *options, struct error *error)
{
	switch (options->action) {
	case OPTIONS_HELP_AUTH:
		return help_print_list(&help_checkers, options->topic, error);
	case OPTIONS_HELP_REALM:
		return help_print_list(&help_realms, options->topic, error);
	case OPTIONS_HELP_FACTORY:
		return help_print_list(&help_factories, options->topic, error);
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
