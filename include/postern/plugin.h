/* The lists of plug-ins that the program is built with. A new plug-in is a new file and one line.
 */
#ifndef POSTERN_PLUGIN_H
#define POSTERN_PLUGIN_H

#include "postern/checker.h"
#include "postern/realm.h"
#include "postern/store.h"

/* Each list ends with NULL. */
extern const struct checker_type *const checker_types[]; /* checkers/checkers.c */
extern const struct store_type *const store_types[];     /* checkers/checkers.c */
extern const struct realm_type *const realm_types[];     /* realms/realms.c */

#endif
