/* The list of checkers and stores of the tests' server: the real ones, and the fakes. */
#include "postern/plugin.h"

extern const struct checker_type checker_anonymous;
extern const struct checker_type checker_file;
extern const struct checker_type checker_memory;
extern const struct checker_type checker_sqlite;
extern const struct store_type store_sqlite;

extern const struct checker_type checker_broken;
extern const struct checker_type checker_later;
extern const struct checker_type checker_lying;

const struct checker_type *const checker_types[] = {
	&checker_anonymous, &checker_memory, &checker_file,  &checker_sqlite,
	&checker_broken,    &checker_later,  &checker_lying, NULL,
};

const struct store_type *const store_types[] = {
	&store_sqlite,
	NULL,
};
