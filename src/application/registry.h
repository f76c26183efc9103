/* The types of plug-ins that an application can name: those that the program is built with, and
 * those of the shared objects that the application loads. */
#ifndef APPLICATION_REGISTRY_H
#define APPLICATION_REGISTRY_H

#include "application/description.h"
#include "postern/plugin_object.h"

/* Each list ends with NULL. */
struct registry {
	const struct plugin_type **checkers;
	const struct plugin_type **realms;
};

/* Loads what `description->plugins` names. NULL, with the error set, when something cannot be
 * loaded, or is not what a plug-in has to be. */
struct registry *registry_create(const struct description *description, struct error *error);

/* NULL is fine. */
void registry_destroy(struct registry *registry);

/* Adds what an object has. False, with the error set, when one of its types lacks something that
 * every type has, or has the name of another. */
bool registry_add(struct registry *registry, const struct postern_plugin *plugin,
		  struct error *error);

#endif
