/* The lists of checkers and stores of the tests' server: the real ones, and the fakes. */
#include "../../checkers/checkers.h"

#include "postern/plugin.h"

#define FAKES(PLUGIN)                                                                              \
	PLUGIN(checker_broken)                                                                     \
	PLUGIN(checker_grouped)                                                                    \
	PLUGIN(checker_later)                                                                      \
	PLUGIN(checker_lying)

CHECKERS(CHECKERS_DECLARE)
FAKES(CHECKERS_DECLARE)
STORES(STORES_DECLARE)

const struct plugin_type *const checker_types[] = {CHECKERS(PLUGIN_ITEM) FAKES(PLUGIN_ITEM) NULL};
const struct plugin_type *const store_types[] = {STORES(PLUGIN_ITEM) NULL};
