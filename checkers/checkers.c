/* Makes the lists of checkers and stores. */
#include "checkers.h"

#include "postern/plugin.h"

CHECKERS(CHECKERS_DECLARE)
STORES(STORES_DECLARE)

const struct plugin_type *const checker_types[] = {CHECKERS(PLUGIN_ITEM) NULL};
const struct plugin_type *const store_types[] = {STORES(PLUGIN_ITEM) NULL};
