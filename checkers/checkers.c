/* The checkers and stores that the program is built with; a new one is a new file and one line. */
#include "postern/plugin.h"

extern const struct checker_type checker_anonymous;
extern const struct checker_type checker_file;
extern const struct checker_type checker_memory;
extern const struct checker_type checker_sqlite;
extern const struct store_type store_sqlite;

const struct checker_type *const checker_types[] = {
	&checker_anonymous, &checker_file, &checker_memory, &checker_sqlite, NULL,
};

const struct store_type *const store_types[] = {
	&store_sqlite,
	NULL,
};
