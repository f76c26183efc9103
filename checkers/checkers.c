/* The checkers and stores that the program is built with. A new one is a new file and a name here.
 */
#include "postern/plugin.h"

extern const struct checker_type checker_anonymous, checker_file, checker_memory, checker_sqlite;
extern const struct store_type store_sqlite;

const struct checker_type *const checker_types[] = {
	&checker_anonymous, &checker_file, &checker_memory, &checker_sqlite, NULL,
};

const struct store_type *const store_types[] = {
	&store_sqlite,
	NULL,
};
