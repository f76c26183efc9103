/* Makes the list of realms. */
#include "realms.h"

#include "postern/plugin.h"

REALMS(REALMS_DECLARE)

const struct plugin_type *const realm_types[] = {REALMS(PLUGIN_ITEM) NULL};
