/* Plug-ins in a shared object, which the program loads by its path: `plugins` in the application
 * file, --plugin on the command line. */
#ifndef POSTERN_PLUGIN_OBJECT_H
#define POSTERN_PLUGIN_OBJECT_H

#include "postern/checker.h"
#include "postern/realm.h"

/* Another number whenever what include/postern declares gets another meaning. */
#define POSTERN_PLUGIN_ABI 1

/* In bytes. What has another size is another thing, whatever the number says. */
struct postern_plugin_sizes {
	unsigned int plugin;
	unsigned int checker_type;
	unsigned int checker;
	unsigned int realm_type;
	unsigned int realm;
	unsigned int avatar_type;
	unsigned int avatar_id;
	unsigned int credentials;
	unsigned int caller;
	unsigned int request;
	unsigned int error;
};

struct postern_plugin {
	unsigned int abi; /* stays the first, so that every program can read it */
	struct postern_plugin_sizes sizes;
	/* Each ends with NULL; NULL: there are none. The items are the first members of: */
	const struct plugin_type *const *checkers; /* struct checker_type */
	const struct plugin_type *const *realms;   /* struct realm_type */
};

/* What the object exports, and all that it has to:
 * const struct postern_plugin postern_plugin = {POSTERN_PLUGIN_BUILT, .checkers = ...}; */
extern const struct postern_plugin postern_plugin;

/* How the object was compiled. */
#define POSTERN_PLUGIN_BUILT                                                                       \
	.abi = POSTERN_PLUGIN_ABI, .sizes = {                                                      \
					   .plugin = sizeof(struct postern_plugin),                \
					   .checker_type = sizeof(struct checker_type),            \
					   .checker = sizeof(struct checker),                      \
					   .realm_type = sizeof(struct realm_type),                \
					   .realm = sizeof(struct realm),                          \
					   .avatar_type = sizeof(struct avatar_type),              \
					   .avatar_id = sizeof(struct avatar_id),                  \
					   .credentials = sizeof(struct credentials),              \
					   .caller = sizeof(struct caller),                        \
					   .request = sizeof(struct request),                      \
					   .error = sizeof(struct error),                          \
	}

#endif
