/* The lists of plug-ins that the program is built with. */
#ifndef POSTERN_PLUGIN_H
#define POSTERN_PLUGIN_H

#include "postern/plugin_type.h"

/* Each list ends with NULL. Its items are the first members of: */
extern const struct plugin_type *const checker_types[]; /* struct checker_type; checkers/ */
extern const struct plugin_type *const store_types[];   /* struct store_type; checkers/ */
extern const struct plugin_type *const realm_types[];   /* struct realm_type; realms/ */

/* For the files that make the lists: checkers/checkers.h and realms/realms.h name the plug-ins. */
#define PLUGIN_ITEM(name) &name.base,

#endif
