/* What the strict wrappers of all kinds of plug-ins do alike with the string that names one. */
#ifndef BASE_PLUGIN_H
#define BASE_PLUGIN_H

#include "base/arguments.h"
#include "postern/plugin_type.h"

/* One plug-in while it is made. */
struct plugin {
	const char *kind; /* "checker", for errors */
	const struct plugin_type *type;
	struct arguments *arguments;
};

/* The type of that name; NULL when there is none. `types` ends with NULL. */
const struct plugin_type *plugin_find(const char *name, const struct plugin_type *const types[]);

/* False, with the error set, when the type lacks what everybody reads: it comes from elsewhere. */
bool plugin_type_check(const struct plugin_type *type, struct error *error);

/* Takes "type:argument..." apart and finds the type. False, with the error set, when there is
 * nothing to make. Borrows all but the string. */
bool plugin_begin(struct plugin *plugin, const char *kind, const char *string, struct origin origin,
		  const struct plugin_type *const types[], struct error *error);

/* Owed after plugin_begin(). `made` says whether the type made something of the arguments, else the
 * error is set. False, the error now naming the plug-in, also when pieces of the arguments are
 * left: then what was made has to go. */
bool plugin_end(struct plugin *plugin, bool made, struct error *error);

#endif
