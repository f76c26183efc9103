/* The list of realms of the tests' server: the real ones, and the fakes. */
#include "../../realms/realms.h"

#include "postern/plugin.h"

#define FAKES(PLUGIN)                                                                              \
	PLUGIN(realm_caching)                                                                      \
	PLUGIN(realm_counting)                                                                     \
	PLUGIN(realm_denying)                                                                      \
	PLUGIN(realm_fields)                                                                       \
	PLUGIN(realm_stuck)

REALMS(REALMS_DECLARE)
FAKES(REALMS_DECLARE)

const struct plugin_type *const realm_types[] = {REALMS(PLUGIN_ITEM) FAKES(PLUGIN_ITEM) NULL};
